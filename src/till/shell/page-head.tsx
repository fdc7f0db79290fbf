import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';
import { NavMenu } from './nav-menu.tsx';

/** The head of a page beside the sale, with the way back to it. */
export function PageHead({ title, aside }: { title: string; aside?: ReactNode }) {
  const say = useSay();
  return (
    <header className="flex flex-wrap items-center gap-3 border-b border-line bg-surface p-3 lg:px-6">
      <NavMenu />
      <h1 className="min-w-0 flex-1 basis-32 text-2xl font-bold tracking-tight">{title}</h1>
      {aside}
      <Link to="/" className={button.plain}>
        <ArrowLeft aria-hidden="true" className="size-5" />
        {say('nav.back_to_sale')}
      </Link>
    </header>
  );
}
