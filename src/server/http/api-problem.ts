import type { Language } from './language.ts';

/** Every refusal of the API: its code, its HTTP status and its words. */
const KINDS = {
  INVALID_REQUEST: {
    code: 'POS-9001',
    status: 400,
    es: 'La solicitud no tiene la forma esperada. No se ha guardado nada.',
    en: 'The request does not have the expected form. Nothing was stored.',
  },
  DEVICE_NOT_ENROLLED: {
    code: 'POS-9101',
    status: 401,
    es: 'La clave de esta caja ya no vale: otro dispositivo ocupa la caja o nunca se conectó. Las ventas siguen a salvo en el dispositivo; vuelva a conectarlo con un código nuevo.',
    en: 'The key of this register is no longer valid: another device has taken the register, or it never was connected. The sales are safe on the device; connect it again with a new code.',
  },
  SESSION_MISSING: {
    code: 'POS-9102',
    status: 401,
    es: 'La sesión de la oficina no existe o ha terminado. Inicie sesión de nuevo.',
    en: 'There is no office session, or it has ended. Sign in again.',
  },
  SIGN_IN_REFUSED: {
    code: 'POS-9103',
    status: 401,
    es: 'El correo o la contraseña no son correctos.',
    en: 'The e-mail address or the password is not right.',
  },
  CSRF_TOKEN_WRONG: {
    code: 'POS-9104',
    status: 403,
    es: 'Falta la prueba de que la solicitud viene de la oficina. Cargue la página de nuevo; no se ha cambiado nada.',
    en: 'The proof that this request comes from the office page is missing. Load the page again; nothing was changed.',
  },
  NOT_ALLOWED: {
    code: 'POS-9105',
    status: 403,
    es: 'Su función no permite esta operación.',
    en: 'Your role does not allow this.',
  },
  REGISTER_MISMATCH: {
    code: 'POS-9106',
    status: 403,
    es: 'La clave es de otra caja. No se ha guardado nada; las ventas siguen a salvo en el dispositivo.',
    en: 'The key belongs to another register. Nothing was stored; the sales are safe on the device.',
  },
  NOT_FOUND: {
    code: 'POS-9201',
    status: 404,
    es: 'No existe lo que se pide.',
    en: 'There is no such thing here.',
  },
  ENROLMENT_CODE_NOT_VALID: {
    code: 'POS-9202',
    status: 404,
    es: 'El código no existe, ya se usó o venció. Pida uno nuevo en la oficina.',
    en: 'The code does not exist, was used already or has expired. Ask the office for a new one.',
  },
  CODE_OF_ANOTHER_REGISTER: {
    code: 'POS-9204',
    status: 409,
    es: 'El código es de otra caja y este equipo no puede serlo ahora. No se cambió nada; el código sigue sirviendo.',
    en: 'The code is for another register, which this device cannot become now. Nothing was changed; the code still works.',
  },
  NO_DEMO_SHOP: {
    code: 'POS-9203',
    status: 404,
    es: 'Este servidor no tiene tienda de demostración. Conéctese con un código.',
    en: 'This server has no demo shop. Connect with a code.',
  },
  TOO_LARGE: {
    code: 'POS-9301',
    status: 413,
    es: 'La solicitud es demasiado grande. Envíe menos de una vez; no se ha guardado nada.',
    en: 'The request is too large. Send less at a time; nothing was stored.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    code: 'POS-9302',
    status: 415,
    es: 'El cuerpo de la solicitud debe ser JSON.',
    en: 'The body of the request must be JSON.',
  },
  TOO_MANY_TRIES: {
    code: 'POS-9303',
    status: 429,
    es: 'Demasiados intentos. Espere un momento.',
    en: 'Too many tries. Wait a moment.',
  },
  COPY_DAMAGED: {
    code: 'POS-9401',
    status: 400,
    es: 'Este archivo no es una copia guardada por una caja, o llegó cortado o cambiado. No se tomó nada de él. Elija el archivo original, o guarde una copia nueva en la caja.',
    en: 'This file is not a copy that a till saved, or it was cut or changed on its way. Nothing was taken from it. Choose the original file, or save a new copy at the till.',
  },
  COPY_OF_OTHERS: {
    code: 'POS-9402',
    status: 409,
    es: 'Esta copia se hizo para otra tienda u otro servidor, y aquí no se puede abrir. No se tomó nada de ella. Guarde el archivo y llévelo a donde pertenece esa caja.',
    en: 'This copy was made for another shop or another server and cannot be opened here. Nothing was taken from it. Keep the file and take it to where that till belongs.',
  },
  COPY_UNPROVEN: {
    code: 'POS-9403',
    status: 403,
    es: 'La caja que hizo esta copia se volvió a conectar después, así que otra caja no puede tomarla. No se tomó nada de ella. Lleve el archivo a la oficina, que sí puede tomarlo.',
    en: 'The till that made this copy has been connected anew since, so another till may not take it in. Nothing was taken from it. Take the file to the office, which can.',
  },
  COPY_TOO_LARGE: {
    code: 'POS-9404',
    status: 413,
    es: 'Este archivo es más grande que cualquier copia que guarda una caja. No se tomó nada de él. Elija el archivo que la caja guardó.',
    en: 'This file is larger than any copy that a till saves. Nothing was taken from it. Choose the file that the till saved.',
  },
  INTERNAL: {
    code: 'POS-9901',
    status: 500,
    es: 'El servidor tropezó con un error propio. Lo que no se confirmó no se guardó; inténtelo de nuevo.',
    en: 'The server ran into an error of its own. What was not confirmed was not stored; try again.',
  },
  DATABASE_UNAVAILABLE: {
    code: 'POS-9902',
    status: 503,
    es: 'La base de datos no responde ahora. No se ha guardado nada; inténtelo de nuevo.',
    en: 'The database does not answer now. Nothing was stored; try again.',
  },
} as const;

export type ProblemKind = keyof typeof KINDS;

/** Thrown by a handler to refuse a request; the application turns it into the published error shape. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly kind: ProblemKind;
  readonly details: Record<string, unknown>;
  /** Seconds the caller should wait, where waiting helps. */
  readonly retryAfter: number | null;

  constructor(kind: ProblemKind, details: Record<string, unknown> = {}, retryAfter: number | null = null) {
    super(kind);
    this.kind = kind;
    this.details = details;
    this.retryAfter = retryAfter;
  }

  get status(): (typeof KINDS)[ProblemKind]['status'] {
    return KINDS[this.kind].status;
  }

  /** The published error shape, in the language asked for. */
  answer(language: Language) {
    const { code, [language]: message } = KINDS[this.kind];
    return { error: { code, type: this.kind, message, details: this.details } };
  }
}
