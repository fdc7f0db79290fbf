import { z } from 'zod';

/** Every good answer is wrapped alike. */
export function success<Data extends z.ZodType>(data: Data) {
  return z.object({
    status: z.literal('success'),
    statusCode: z.int().optional(),
    data,
    timestamp: z.string().optional(),
  });
}

/** Every refusal is shaped alike; `code` is the published one ("POS-2001") where there is one. */
export const failure = z.object({
  error: z.object({
    code: z.string(),
    type: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});
export type Failure = z.infer<typeof failure>;
