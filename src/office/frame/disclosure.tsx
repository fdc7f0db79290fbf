import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something for those who want to know more; closed until asked for. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="group">
      <summary className="-ml-2 inline-flex min-h-12 list-none items-center gap-1 rounded-tight px-2 font-semibold text-muted hover:text-ink">
        <ChevronRight aria-hidden="true" className="size-5 group-open:rotate-90" />
        {label}
      </summary>
      {children}
    </details>
  );
}
