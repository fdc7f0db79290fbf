import type { BarcodeRule, Category, TaxRule } from '#core/catalogue/catalogue.ts';

/** The aisles, in the order of the buttons on the sell screen. */
export const demoCategories: Category[] = [
  { category_id: 'fruit-veg', name: { es: 'Frutas y verduras', en: 'Fruit & veg' }, colour: '#4f8a2b' },
  { category_id: 'bakery', name: { es: 'Panadería', en: 'Bakery' }, colour: '#a04d26' },
  { category_id: 'dairy', name: { es: 'Lácteos y huevos', en: 'Dairy & eggs' }, colour: '#1f6fb2' },
  { category_id: 'meat', name: { es: 'Carnes', en: 'Meat & fish' }, colour: '#b8322a' },
  { category_id: 'drinks', name: { es: 'Bebidas', en: 'Drinks' }, colour: '#12808a' },
  { category_id: 'pantry', name: { es: 'Despensa', en: 'Pantry' }, colour: '#c98a00' },
  { category_id: 'snacks', name: { es: 'Dulces y picadas', en: 'Snacks' }, colour: '#7b4f9e' },
  { category_id: 'frozen', name: { es: 'Congelados', en: 'Frozen' }, colour: '#5b8fd0' },
  { category_id: 'household', name: { es: 'Hogar', en: 'Household' }, colour: '#82807a' },
  { category_id: 'personal-care', name: { es: 'Cuidado personal', en: 'Personal care' }, colour: '#c2557d' },
  { category_id: 'baby-pets', name: { es: 'Bebé y mascotas', en: 'Baby & pets' }, colour: '#dc7a2c' },
  { category_id: 'alcohol-tobacco', name: { es: 'Licores y tabaco', en: 'Alcohol & tobacco' }, colour: '#6e2a4a' },
  { category_id: 'bags-services', name: { es: 'Bolsas y servicios', en: 'Bags & services' }, colour: '#56616c' },
];

/** Panama's ITBMS: basic food at 0 %, most goods at 7 %, alcohol at 10 %, tobacco at 15 %; shelf prices are without it. */
export const demoTaxes: TaxRule[] = [
  { tax_id: 'itbms-0', name: 'ITBMS 0 %', rate: '0.0000', included: false },
  { tax_id: 'itbms-7', name: 'ITBMS 7 %', rate: '0.0700', included: false },
  { tax_id: 'itbms-10', name: 'ITBMS 10 %', rate: '0.1000', included: false },
  { tax_id: 'itbms-15', name: 'ITBMS 15 %', rate: '0.1500', included: false },
];

/**
 * The labels the shop's scale prints: 2 digits of kind, 5 of PLU, 5 of weight or price, 1 check digit. The packing
 * table's labels hold 4 digits of pieces instead, with a digit before them that checks them.
 */
export const demoBarcodeRules: BarcodeRule[] = [
  {
    rule_id: 'scale-weight',
    prefix: '20',
    item: [2, 7],
    value: [7, 12],
    verifier: null,
    decimals: 3,
    measure: 'weight',
  },
  { rule_id: 'scale-price', prefix: '21', item: [2, 7], value: [7, 12], verifier: null, decimals: 2, measure: 'price' },
  { rule_id: 'pieces', prefix: '22', item: [2, 7], value: [8, 12], verifier: 7, decimals: 0, measure: 'count' },
];
