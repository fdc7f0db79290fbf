import { PackageOpen } from 'lucide-react';
import type { ReactNode } from 'react';

/** There is nothing to list, and why. */
export function Empty({ title, hint, action }: { title: string; hint: string; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-2 rounded-card border border-line bg-surface px-6 py-14 text-center">
      <PackageOpen aria-hidden="true" className="size-10 text-muted" />
      <p className="text-lg font-semibold">{title}</p>
      <p className="max-w-md text-muted">{hint}</p>
      {action === undefined ? null : <div className="mt-3">{action}</div>}
    </div>
  );
}
