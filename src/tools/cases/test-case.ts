import { z } from 'zod';
import { type Answer, notExpressible } from './answer.ts';

/** One case of a file: figures that go in and figures that must come out. What the words say is not looked at. */
const testCaseSchema = z.looseObject({
  id: z.string().min(1),
  kind: z.string().optional(),
  input: z.record(z.string(), z.unknown()),
  expected: z.record(z.string(), z.unknown()),
  policy_dependent: z.boolean(),
  policy: z.array(z.string()).optional(),
  matches_recommended: z.boolean().nullable().optional(),
  holds_under: z.unknown().optional(),
  modes_that_agree: z.array(z.string()).optional(),
});

export interface TestCase {
  id: string;
  kind: string | null;
  input: Record<string, unknown>;
  expected: Record<string, unknown>;
  /** True when it is no matter of policy, or when the policy is the one that is recommended: such a case must pass. */
  mustPass: boolean;
  /** The policy in words, where the case names one. */
  policy: string;
  /** Policies under which the case holds, by what they decide ("tax_rounding"); empty where none is listed. */
  holdsUnder: Record<string, readonly string[]>;
}

const decisions = z.record(z.string(), z.array(z.string()));

/** Reads one element of a case file; a text says why it is no case. */
export function readTestCase(element: unknown): TestCase | string {
  const parsed = testCaseSchema.safeParse(element);
  if (!parsed.success) {
    return `this is no case: ${wordsOf(parsed.error)}`;
  }
  const { id, kind, input, expected, policy, modes_that_agree: modes } = parsed.data;
  const byDecision = decisions.safeParse(parsed.data.holds_under);
  const byTaxRounding = z.array(z.string()).safeParse(parsed.data.holds_under);
  return {
    id,
    kind: kind ?? null,
    input,
    expected,
    mustPass: !parsed.data.policy_dependent || parsed.data.matches_recommended === true,
    policy: (policy ?? []).join('; '),
    holdsUnder: {
      ...(byDecision.success ? byDecision.data : {}),
      ...(byTaxRounding.success ? { tax_rounding: byTaxRounding.data } : {}),
      ...(modes === undefined ? {} : { modes }),
    },
  };
}

/** What a schema finds wrong, in one line that names each field. */
export function wordsOf(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const place = issue.path.join('.');
      return place === '' ? issue.message : `${place}: ${issue.message}`;
    })
    .join('; ');
}

/**
 * An answer that sees the input only when every field of it is known: a field that nobody looks at would make a case
 * pass for the wrong reason.
 */
export function ofInput<Input>(
  schema: z.ZodType<Input>,
  answer: (input: Input, testCase: TestCase) => Answer,
): (testCase: TestCase) => Answer {
  return (testCase) => {
    const input = schema.safeParse(testCase.input);
    return input.success ? answer(input.data, testCase) : notExpressible(`input: ${wordsOf(input.error)}`);
  };
}

/** What JSON wrote as a number, as a text; everything else as it is. */
export function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/** A number in full: "12.50", "-3". One without quotes is taken as well, for JSON prints the decimal that was meant. */
export const decimalText = z.preprocess(asText, z.string().regex(/^-?\d+(\.\d+)?$/, 'is no decimal number'));
