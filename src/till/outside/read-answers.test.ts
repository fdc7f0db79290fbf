import { describe, expect, it } from 'vitest';
import { ServerProblem } from '../ports.ts';
import { readEnrolment } from './read-answers.ts';

const ENROLMENT = {
  organisation: { organisation_id: 'demo', name: 'Demo' },
  local: { local_id: 'local-1', name: 'Centro', time_zone: 'America/Panama', currency: 'USD' },
  register: { register_id: 'register-1', code: 'T01', name: 'Caja 1' },
  epoch: 1,
  device_token: 't'.repeat(40),
  demo_pins: null,
};

function problemOf(status: number, text: string): ServerProblem | null {
  try {
    readEnrolment(status, text);
    return null;
  } catch (error) {
    return error instanceof ServerProblem ? error : null;
  }
}

describe('what a till believes of an answer', () => {
  it('believes our server', () => {
    expect(readEnrolment(201, JSON.stringify({ status: 'success', data: ENROLMENT }))).toEqual(ENROLMENT);
  });

  it('knows a page that is not ours, whatever its status', () => {
    expect(problemOf(200, '<!doctype html><title>Welcome</title>')).toMatchObject({ kind: 'foreign' });
    expect(problemOf(200, '{"status":"success","data":{}}')).toMatchObject({ kind: 'foreign' });
    expect(problemOf(404, 'Not here')).toMatchObject({ kind: 'foreign' });
  });

  it('knows a server that fails', () => {
    expect(problemOf(500, 'Internal Server Error')).toMatchObject({ kind: 'failing' });
  });

  it('knows a refusal and its reason', () => {
    const refusal = { error: { code: 'POS-9202', type: 'ENROLMENT_CODE_NOT_VALID', message: '', details: {} } };
    expect(problemOf(404, JSON.stringify(refusal))).toMatchObject({
      kind: 'refused',
      code: 'ENROLMENT_CODE_NOT_VALID',
    });
  });
});
