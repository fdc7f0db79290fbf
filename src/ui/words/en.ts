export const en = { sell: { pay: 'Pay', items: '{count, plural, one {# item} other {# items}}' } } as const;
