import { type ReactNode, useId } from 'react';

interface PageProps {
  title: string;
  lead?: string;
  /** Stands above the title: the way back. */
  back?: ReactNode;
  /** Stands beside the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** One page of the office: its title is also the window's. */
export function Page({ title, lead, back, action, children }: PageProps) {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-6 md:px-8 md:py-8">
      {back}
      {/* The window's name: what a tab, a bookmark and a screen reader call this page. */}
      <title>{`${title} · Mostrador`}</title>
      <header className="mb-6">
        <div className="flex min-h-12 items-center justify-between gap-4">
          <h1 className="min-w-0 text-2xl font-bold text-balance proportional-nums md:text-3xl">{title}</h1>
          {action}
        </div>
        {lead === undefined ? null : <p className="mt-1 text-muted">{lead}</p>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page under its own heading. */
export function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="text-lg font-bold">
        {title}
      </h2>
      {lead === undefined ? null : <p className="mt-0.5 text-sm text-muted">{lead}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}
