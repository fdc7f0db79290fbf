import { fault, type ScaleReading, type UnmarkedReading, weightOf } from './scale-reading.ts';

/**
 * The ways in which scales of a counter talk. `lines`: they send a line of text by themselves, again and again.
 * `toledo_8217`: Mettler-Toledo's, which answers "W". `mt_sics`: the same maker's for balances, which answers "SI".
 * `enq_dc1`: CAS, Ohaus Aviator and others, which are asked in two steps.
 */
export const SCALE_DIALECTS = ['lines', 'toledo_8217', 'mt_sics', 'enq_dc1'] as const;
export type ScaleDialect = (typeof SCALE_DIALECTS)[number];

/** What comes out of what a scale sends; `ready` when it waits for the second step of the question. */
export type ScaleMessage = UnmarkedReading | { kind: 'ready' };

interface Dialect {
  dataBits: 7 | 8;
  parity: 'none' | 'even';
  /** Asks for a weight; null for a scale that talks by itself. */
  ask: string | null;
  /** What a scale that is ready is sent. */
  fetch: string;
  /** One message; its first group is what `read` is given. */
  frame: RegExp;
  /** Null for what means nothing. */
  read: (frame: string) => ScaleMessage | null;
}

const CONTROL = { enq: '\x05', ack: '\x06', dc1: '\x11' } as const;

const DIALECTS: Readonly<Record<ScaleDialect, Dialect>> = {
  lines: {
    dataBits: 8,
    parity: 'none',
    ask: null,
    fetch: '',
    frame: /([^\r\n]*)[\r\n]/g,
    read: readLine,
  },
  toledo_8217: {
    dataBits: 7,
    parity: 'even',
    ask: 'W',
    fetch: '',
    // oxlint-disable-next-line no-control-regex -- the frames of a scale are made of control characters
    frame: /\x02([^\x02\r]*)\r/g,
    read: read8217,
  },
  mt_sics: {
    dataBits: 8,
    parity: 'none',
    ask: 'SI\r\n',
    fetch: '',
    frame: /([^\r\n]*)[\r\n]/g,
    read: readSics,
  },
  enq_dc1: {
    dataBits: 8,
    parity: 'none',
    ask: CONTROL.enq,
    fetch: CONTROL.dc1,
    // The check character may be any, so a frame is known by its length.
    // oxlint-disable-next-line no-control-regex -- the frames of a scale are made of control characters
    frame: /(\x06|\x02[\s\S]{11}\x03)/g,
    read: readEnqDc1,
  },
};

export function dialectOf(name: ScaleDialect): Dialect {
  return DIALECTS[name];
}

/**
 * A header of two letters, gross or net, the figure and its unit, a sign for motion, gross or net again:
 * "ST,GS,+  0.780kg", "0.780 kg ? NET".
 */
const LINE =
  /^(?:(ST|US)[\s,]*)?(?:(GS|NT)[\s,]+)?([+-]?)\s*(\d{1,8}(?:[.,]\d{1,6})?)\s*([A-Z]*)\s*(\??)\s*(N|NET|G|GROSS)?$/;
const OUT_OF_RANGE: Readonly<Record<string, ScaleReading>> = { OL: fault('overload'), UL: fault('below_zero') };

function readLine(line: string): UnmarkedReading | null {
  const text = printable(line).toUpperCase();
  return text === '' || /^(ST|US)[\s,]*TR/.test(text) ? null : (OUT_OF_RANGE[text.slice(0, 2)] ?? readWeighing(text));
}

function readWeighing(text: string): UnmarkedReading {
  const [, header, kind, sign = '', digits, unit = '', motion, last = ''] = LINE.exec(text) ?? [];
  if (digits === undefined) {
    return fault('unreadable');
  }
  const marked = header === undefined ? null : header === 'ST';
  const net = kind === 'NT' || last.startsWith('N');
  return weightOf({ sign, digits, unit, stable: motion === '?' ? false : marked, net });
}

/** Noise on the line must not make a good line unreadable. */
function printable(line: string): string {
  return line.replace(/[^\x20-\x7e]/g, '').trim();
}

/** The bits of the byte that comes instead of a weight. */
const STATUS_8217 = { moving: 1, overload: 2, belowZero: 4, atZero: 16, net: 32 } as const;

/** "00.780" is kilograms, "0.78" would be pounds: nothing but the decimals tells them apart, unless a unit is written. */
function read8217(frame: string): UnmarkedReading | null {
  if (frame.startsWith('?')) {
    return read8217Status(frame.charCodeAt(1));
  }
  const [, digits, unit = '', net] = /^(\d{1,4}\.\d{2,3})(KG|LB|OZ)?(N?)$/i.exec(frame) ?? [];
  if (digits === undefined) {
    return fault('unreadable');
  }
  const written = unit === '' && /\.\d{3}$/.test(digits) ? 'kg' : unit;
  return weightOf({ sign: '', digits, unit: written, stable: true, net: net !== '' });
}

function read8217Status(status: number): ScaleReading | null {
  if ((status & STATUS_8217.overload) !== 0) {
    return fault('overload');
  }
  if ((status & STATUS_8217.belowZero) !== 0) {
    return fault('below_zero');
  }
  if ((status & STATUS_8217.moving) !== 0) {
    return { kind: 'moving' };
  }
  const atZero = (status & STATUS_8217.atZero) !== 0;
  return atZero ? { kind: 'weight', kg: '0.000', stable: true, net: (status & STATUS_8217.net) !== 0 } : null;
}

function readSics(line: string): UnmarkedReading | null {
  const text = printable(line);
  if (text === '') {
    return null;
  }
  const [, state] = /^S ([SDI+-])/.exec(text) ?? [];
  const [, sign = '', digits, unit = ''] = /^S [SD]\s+(-?)\s*(\d{1,8}(?:\.\d{1,6})?)\s*([a-z]*)$/i.exec(text) ?? [];
  if (digits !== undefined) {
    return weightOf({ sign, digits, unit, stable: state === 'S', net: false });
  }
  if (state === 'I') {
    return { kind: 'moving' };
  }
  return fault(state === '+' ? 'overload' : state === '-' ? 'below_zero' : 'unreadable');
}

/** STX, "S" or "U", the sign, six characters of weight, the unit, the XOR of these ten, ETX. */
function readEnqDc1(frame: string): ScaleMessage {
  if (frame === CONTROL.ack) {
    return { kind: 'ready' };
  }
  const body = frame.slice(1, 11);
  const check = body.split('').reduce((sum, char) => sum ^ char.charCodeAt(0), 0);
  if (check !== frame.charCodeAt(11)) {
    return fault('unreadable');
  }
  if (body[1] === 'F') {
    return fault('overload');
  }
  const [, state, sign = '', digits = '', unit = ''] =
    /^([SU])([ -])\s*(\d{1,5}\.\d{1,4})([a-z]{2})$/i.exec(body) ?? [];
  return state === undefined
    ? fault('unreadable')
    : weightOf({ sign, digits, unit: unit.trim(), stable: state === 'S', net: false });
}
