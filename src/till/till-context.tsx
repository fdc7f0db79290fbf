import { createContext, type ReactNode, use } from 'react';
import { useStore } from 'zustand';
import type { SaleState } from './state/desk-core.ts';
import type { DeviceState } from './state/device-state.ts';
import type { PersonState } from './state/person-state.ts';
import type { ShelfState } from './state/shelf-state.ts';
import type { Till } from './state/till.ts';
import type { UpdateState } from './state/update-keeper.ts';

const TillContext = createContext<Till | null>(null);

export function TillProvider({ till, children }: { till: Till; children: ReactNode }) {
  return <TillContext value={till}>{children}</TillContext>;
}

export function useTill(): Till {
  const till = use(TillContext);
  if (till === null) {
    throw new Error('useTill needs a TillProvider above it');
  }
  return till;
}

/** One part of the open sale; the component is drawn again only when that part changes. */
export function useSale<Part>(part: (state: SaleState) => Part): Part {
  return useStore(useTill().desk.state, part);
}

export function useDevice<Part>(part: (state: DeviceState) => Part): Part {
  return useStore(useTill().device.state, part);
}

export function usePerson<Part>(part: (state: PersonState) => Part): Part {
  return useStore(useTill().people.state, part);
}

export function useShelf<Part>(part: (state: ShelfState) => Part): Part {
  return useStore(useTill().shelf.state, part);
}

export function useUpdate<Part>(part: (state: UpdateState) => Part): Part {
  return useStore(useTill().updates.state, part);
}
