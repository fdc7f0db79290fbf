/** Where a till that is connected, and wants for nothing, is asked for a code all the same. */
export const CODE_WANTED = '#code';
export const SETUP_WITH_CODE = `/setup${CODE_WANTED}`;
