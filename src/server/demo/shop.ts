import type { Policy } from '#core/catalogue/catalogue.ts';

/** Where the demo trades and by which rules. */
export interface DemoShop {
  organisation: { organisation_id: string; name: string };
  local: { local_id: string; name: string; time_zone: string; currency: string };
  policy: Policy;
  registers: { register_id: string; code: string; name: string }[];
}

export const demoShop: DemoShop = {
  organisation: { organisation_id: 'demo', name: 'Súper La Esquina' },
  local: {
    local_id: 'demo-el-cangrejo',
    name: 'Súper La Esquina, El Cangrejo',
    time_zone: 'America/Panama',
    currency: 'USD',
  },
  policy: {
    currency: 'USD',
    time_zone: 'America/Panama',
    tax_rounding: 'per_rate',
    discount_basis: 'before_tax',
    cashier_discount_limit: '5',
    max_lines: 100,
    tender_methods: ['cash', 'card', 'yappy', 'transfer'],
    denominations: ['100.00', '50.00', '20.00', '10.00', '5.00', '1.00', '0.50', '0.25', '0.10', '0.05', '0.01'],
  },
  registers: [
    { register_id: 'demo-t01', code: 'T01', name: 'Caja 1' },
    { register_id: 'demo-t02', code: 'T02', name: 'Caja 2' },
    { register_id: 'demo-t03', code: 'T03', name: 'Caja 3' },
  ],
};
