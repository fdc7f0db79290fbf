import type { Customer, Role } from '#core/catalogue/catalogue.ts';

/** A person of the demo shop with what lets them in; the server keeps only verifiers of `pin` and `password`. */
export interface DemoStaffMember {
  staff_id: string;
  name: string;
  role: Role;
  language: 'es' | 'en';
  email: string;
  /** For the till. */
  pin: string;
  /** For the office; null for those who do not go there. */
  password: string | null;
}

export const demoStaff: DemoStaffMember[] = [
  {
    staff_id: 'demo-maria',
    name: 'María García',
    role: 'cashier',
    language: 'es',
    email: 'maria@demo.example',
    pin: '4827',
    password: null,
  },
  {
    staff_id: 'demo-tamara',
    name: 'Tamara Clarke',
    role: 'cashier',
    language: 'en',
    email: 'tamara@demo.example',
    pin: '6153',
    password: null,
  },
  {
    staff_id: 'demo-luis',
    name: 'Luis Rodríguez',
    role: 'supervisor',
    language: 'es',
    email: 'luis@demo.example',
    pin: '7391',
    password: null,
  },
  {
    staff_id: 'demo-ana',
    name: 'Ana Morales',
    role: 'manager',
    language: 'es',
    email: 'ana@demo.example',
    pin: '9264',
    password: 'mostrador-demo',
  },
];

export const demoCustomers: Customer[] = [
  { customer_id: 'demo-c-001', name: 'Carmen Batista', phone: '+507 6000-0101', loyalty_tier: 'gold' },
  { customer_id: 'demo-c-002', name: 'Rubén Quintero', phone: '+507 6000-0102', loyalty_tier: 'silver' },
  { customer_id: 'demo-c-003', name: 'Yarisel Pinzón', phone: '+507 6000-0103', loyalty_tier: 'bronze' },
  { customer_id: 'demo-c-004', name: 'Fonda Doña Chela', phone: '+507 200-0104', loyalty_tier: 'gold' },
  { customer_id: 'demo-c-005', name: 'Marcus Bennett', phone: '+507 6000-0105', loyalty_tier: null },
  { customer_id: 'demo-c-006', name: 'Escuela Los Almendros', phone: null, loyalty_tier: null },
];
