import '#ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { OfficeApp } from './office-app.tsx';

/** Shows the manager's app in `root`. It asks the server of its own origin and keeps nothing but its language here. */
export function startOffice(root: HTMLElement): void {
  createRoot(root).render(
    <StrictMode>
      <OfficeApp />
    </StrictMode>,
  );
}
