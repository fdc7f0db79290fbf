import { type Answer, notExpressible } from './answer.ts';
import { allocationKinds } from './allocation-cases.ts';
import { barcodeKinds } from './barcode-cases.ts';
import { cashKinds } from './cash-cases.ts';
import { answerDiscountCase } from './discount-cases.ts';
import { gs1Kinds } from './gs1-cases.ts';
import { answerPromotionCase } from './promotion-cases.ts';
import { answerTaxCase } from './tax-cases.ts';
import type { TestCase } from './test-case.ts';

const kinds = new Map(Object.entries({ ...allocationKinds, ...barcodeKinds, ...cashKinds, ...gs1Kinds }));

/**
 * Finds the part of core that a case is about: by its kind, and where it names none by what goes in, so that it does
 * not matter how the files are called.
 */
export function answerCase(testCase: TestCase): Answer {
  const { kind, input } = testCase;
  if (kind !== null) {
    return kinds.get(kind)?.(testCase) ?? notExpressible(`a case of the kind ${kind} is not known`);
  }
  if (Object.hasOwn(input, 'cart')) {
    return answerPromotionCase(testCase);
  }
  if (Object.hasOwn(input, 'discounts')) {
    return answerDiscountCase(testCase);
  }
  if (Object.hasOwn(input, 'lines')) {
    return answerTaxCase(testCase);
  }
  return notExpressible(`a case of ${Object.keys(input).join(', ')} is not known`);
}
