import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const LOOKS = {
  good: { ground: 'bg-brand-soft', text: 'text-brand', Sign: CircleCheck },
  info: { ground: 'bg-info-soft', text: 'text-info', Sign: Info },
  warn: { ground: 'bg-warn-soft', text: 'text-warn', Sign: TriangleAlert },
  bad: { ground: 'bg-bad-soft', text: 'text-bad', Sign: CircleAlert },
} as const;

interface NoticeProps {
  kind: keyof typeof LOOKS;
  /** What happened. */
  title: string;
  /** Whether the money is safe, and what to do. */
  children?: ReactNode;
  action?: ReactNode;
  /** True for what someone must hear at once, also from a screen reader. */
  urgent?: boolean;
}

/** Says what happened, whether the money is safe and what to do; a sign and words, never colour alone. */
export function Notice({ kind, title, children, action, urgent = false }: NoticeProps) {
  const { ground, text, Sign } = LOOKS[kind];
  return (
    <div
      data-edge
      role={urgent ? 'alert' : undefined}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-transparent px-4 py-3 ${ground}`}
    >
      <Sign aria-hidden="true" className={`size-6 shrink-0 ${text}`} />
      <div className="min-w-0 flex-1 basis-48">
        <p className={`font-semibold ${text}`}>{title}</p>
        {children === undefined ? null : <div className="text-sm text-ink">{children}</div>}
      </div>
      {action}
    </div>
  );
}
