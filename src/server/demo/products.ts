import type { Product } from '#core/catalogue/catalogue.ts';
import { alcohol, coffee, soft, tobacco, waters } from './products-drinks.ts';
import {
  breads,
  butcherCounter,
  cakes,
  cheeseCounter,
  dairy,
  looseProduce,
  meat,
  produce,
  yogurts,
} from './products-fresh.ts';
import { baby, bags, care, household, pets, services } from './products-house.ts';
import { frozen, groceries, snacks, staples } from './products-pantry.ts';
import { traitsOf } from './traits.ts';

/** The first page a cashier sees, in reading order: what passes the counter all day, in mixed colours. */
const FAVOURITES = [
  'PLU-1101',
  'PLU-1201',
  'PA-010',
  'LA-010',
  'BE-010',
  'AG-010',
  'CF-010',
  'AB-010',
  'GO-010',
  'HO-010',
  'BO-010',
  'LY-010',
  'LA-070',
  'DE-010',
  'PLU-1302',
  'LI-010',
];

/** Every product of the demo supermarket. Names, brands and codes are invented. */
export const demoProducts: Product[] = [
  looseProduce,
  produce,
  breads,
  cakes,
  dairy,
  cheeseCounter,
  yogurts,
  butcherCounter,
  meat,
  waters,
  soft,
  coffee,
  alcohol,
  tobacco,
  staples,
  groceries,
  snacks,
  frozen,
  household,
  care,
  baby,
  pets,
  bags,
  services,
]
  .flat()
  .map((product) => ({ ...product, ...traitsOf(product.sku), favourite: favouritePlace(product.sku) }));

function favouritePlace(sku: string): number | null {
  const place = FAVOURITES.indexOf(sku);
  return place === -1 ? null : place + 1;
}
