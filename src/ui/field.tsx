import { type ComponentProps, useId } from 'react';

/** How a place to type looks, for those fields that need more than `Field`. */
export const fieldLook =
  'min-h-12 w-full rounded-card border border-edge bg-surface px-4 text-ink aria-invalid:border-bad disabled:text-muted';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: string | undefined;
  /** What is wrong with what stands here, and what to do; said by readers together with the field. */
  error?: string | undefined;
}

/** A labelled place to type, its hint and its error tied to it. */
export function Field({ label, hint, error, className = '', ...input }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].join(' ').trim();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <input
        id={id}
        autoComplete="off"
        spellCheck={false}
        className={fieldLook}
        {...input}
        aria-invalid={error !== undefined}
        aria-describedby={described === '' ? undefined : described}
      />
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-muted">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm font-semibold text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
