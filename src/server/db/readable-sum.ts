import { type RawBuilder, sql } from 'kysely';

/**
 * A sum or a level as a program can hold it. Single figures stay far below 2^53, but a till that makes figures up can
 * bring what is summed beyond it: that is read as the largest figure there is, and never keeps anybody from anything.
 */
export function readableSum(figure: RawBuilder<unknown>): RawBuilder<number> {
  const most = sql.lit(Number.MAX_SAFE_INTEGER);
  return sql<number>`cast(case when ${figure} > ${most} then ${most} when ${figure} < -${most} then -${most}
    else ${figure} end as bigint)`;
}

/** The same of a figure that was summed here. */
export function saturated(figure: number): number {
  return Math.max(Math.min(figure, Number.MAX_SAFE_INTEGER), -Number.MAX_SAFE_INTEGER);
}
