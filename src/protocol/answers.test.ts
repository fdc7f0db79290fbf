import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { failure, success } from './answer.ts';
import { enrolmentAnswer, enrolmentRequest } from './enrolment.ts';
import { sessionAnswer, signInRequest } from './office.ts';
import { ledgerOfTransaction, transactionDetail, transactionList } from './transaction.ts';

describe('every answer', () => {
  test('of the good kind is wrapped alike', () => {
    const wrapped = success(z.object({ open: z.boolean() }));
    expect(wrapped.parse({ status: 'success', data: { open: true } }).data.open).toBe(true);
    expect(wrapped.safeParse({ status: 'ok', data: { open: true } }).success).toBe(false);
    expect(wrapped.safeParse({ status: 'success' }).success).toBe(false);
  });

  test('of the other kind says code, type, message and details', () => {
    const error = { code: 'POS-2001', type: 'INSUFFICIENT_PAYMENT', message: 'Not enough.', details: { left: '2.60' } };
    expect(failure.safeParse({ error }).success).toBe(true);
    expect(failure.safeParse({ error: { ...error, details: undefined } }).success).toBe(false);
    expect(failure.safeParse('<html></html>').success).toBe(false);
  });
});

describe('an enrolment', () => {
  test('is by a code or as a guest, never by both or by neither', () => {
    expect(enrolmentRequest.safeParse({ code: 'AB12-CD34' }).success).toBe(true);
    expect(enrolmentRequest.safeParse({ demo: true }).success).toBe(true);
    for (const other of [
      {},
      { demo: false },
      { code: 'AB12-CD34', demo: true },
      { code: 'ab12-cd34' },
      { code: 'AB12CD34' },
    ]) {
      expect(enrolmentRequest.safeParse(other).success).toBe(false);
    }
  });

  test('is answered with register, local and a long token', () => {
    const answer = {
      organisation: { organisation_id: 'o-1', name: 'Tienda' },
      local: { local_id: 'l-1', name: 'Centro', time_zone: 'America/Panama', currency: 'USD' },
      register: { register_id: 'r-1', code: 'T01', name: 'Caja 1' },
      epoch: 1,
      device_token: 'x'.repeat(32),
      demo_pins: null,
    };
    expect(enrolmentAnswer.parse(answer)).toEqual(answer);
    expect(enrolmentAnswer.safeParse({ ...answer, device_token: 'short' }).success).toBe(false);
    expect(enrolmentAnswer.safeParse({ ...answer, epoch: 0 }).success).toBe(false);
  });
});

describe('signing in at the office', () => {
  test('takes an address and a password of some length, and nothing else', () => {
    expect(signInRequest.safeParse({ email: 'a@b.c', password: 'secret' }).success).toBe(true);
    expect(signInRequest.safeParse({ email: 'a@b.c', password: '' }).success).toBe(false);
    expect(signInRequest.safeParse({ email: 'a@b.c', password: 'x'.repeat(201) }).success).toBe(false);
    expect(signInRequest.safeParse({ email: 'a@b.c', password: 'secret', role: 'manager' }).success).toBe(false);
  });

  test('is answered without any password', () => {
    const session = sessionAnswer.parse({
      staff_id: 's-1',
      name: 'Ana',
      role: 'manager',
      organisation_name: 'Tienda',
      locals: [],
      csrf_token: 't',
      password_hash: 'never',
    });
    expect(Object.keys(session)).not.toContain('password_hash');
  });
});

describe('the published transaction', () => {
  const node = {
    transaction_id: 't-1',
    transaction_number: 'POS-2026-T03-000001',
    cashier: { cashier_id: 's-1', name: 'Ana' },
    customer: null,
    status: 'completed',
    total_amount: 90,
    currency: 'USD',
    items_count: 5,
    payments: [{ payment_method: 'cash', amount: 90 }],
    completed_at: '2026-03-14T15:05:00Z',
    created_at: '2026-03-14T15:00:00Z',
  };
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null, totalCount: 1 };
  const summary = { total_transactions: 1, total_sales: 90, average_ticket: 90 };

  test('is listed with cursors and a summary', () => {
    const list = { edges: [{ cursor: 'c', node }], pageInfo, summary };
    expect(transactionList.parse(list)).toEqual(list);
  });

  test('has numbers for amounts, unlike our own documents', () => {
    const list = { edges: [{ cursor: 'c', node: { ...node, total_amount: '90.00' } }], pageInfo, summary };
    expect(transactionList.safeParse(list).success).toBe(false);
  });

  test('in full has its items, totals, payments and times', () => {
    const { total_amount, currency, items_count, ...common } = node;
    const detail = {
      ...common,
      organization_id: 'o-1',
      local_id: 'l-1',
      cashier: { ...node.cashier, email: null },
      items: [
        {
          item_id: 'i-1',
          variant_id: null,
          sku: 'PAN',
          product_name: 'Pan',
          barcode: null,
          quantity: items_count,
          unit_price: 18,
          subtotal: 90,
          tax_amount: 0,
          discount_amount: 0,
          total: 90,
        },
      ],
      totals: { subtotal: 90, tax_amount: 0, discount_amount: 0, total_amount, currency },
      discount: null,
      payments: [{ ...node.payments[0], payment_id: 'p-1', received: 100, change_due: 10 }],
      loyalty: null,
      updated_at: '2026-03-14T15:05:00Z',
    };
    expect(transactionDetail.parse(detail)).toEqual(detail);
    expect(transactionDetail.safeParse({ ...detail, status: 'lost' }).success).toBe(false);
  });

  test('in the ledger keeps decimal strings', () => {
    const ledger = {
      lines: [],
      offsets: [{ debit_id: 'd', credit_id: null, type: 'CREATE', amount: '5.35' }],
      balance: '0.00',
    };
    expect(ledgerOfTransaction.parse(ledger)).toEqual(ledger);
    expect(ledgerOfTransaction.safeParse({ ...ledger, balance: 0 }).success).toBe(false);
  });
});
