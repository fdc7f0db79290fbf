import { describe, expect, it } from 'vitest';
import { isWholeCode, tidyCode } from './enrolment-code.ts';

describe('a code from the office', () => {
  it('looks like one however it is typed or pasted', () => {
    expect(tidyCode('ab12cd34')).toBe('AB12-CD34');
    expect(tidyCode(' ab12 - cd34 ')).toBe('AB12-CD34');
    expect(tidyCode('AB12–CD34XYZ')).toBe('AB12-CD34');
  });

  it('gets its dash only with the fifth sign, so that it can be taken back', () => {
    expect(tidyCode('AB12')).toBe('AB12');
    expect(tidyCode('AB12-')).toBe('AB12');
    expect(tidyCode('AB12C')).toBe('AB12-C');
  });

  it('is whole with eight signs', () => {
    expect(isWholeCode('AB12-CD34')).toBe(true);
    expect(isWholeCode('AB12-CD3')).toBe(false);
  });
});
