/** Most bytes of one copy's file, and of what is in it once it is opened and unpacked. A till that has more makes several. */
export const MAX_COPY_BYTES = 24 * 1024 * 1024;
export const MAX_COPY_CONTENT_BYTES = 48 * 1024 * 1024;
