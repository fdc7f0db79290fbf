import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StaffMember } from '#core/catalogue/catalogue.ts';
import { buildCatalogueIndex, type CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import type { ShelfContents, TillPorts } from '../ports.ts';

/** What may be sold and who may sell it. */
export interface ShelfState {
  index: CatalogueIndex | null;
  staff: readonly StaffMember[];
}

export interface Shelf {
  state: StoreApi<ShelfState>;
  /** Takes what lies on this device; false when nothing does. */
  load: () => Promise<boolean>;
  /** Fetches it from the server and puts it on the device, to be loaded when it suits. Refuses with ServerProblem. */
  fetch: () => Promise<void>;
}

export function createShelf(ports: TillPorts): Shelf {
  const state = createStore<ShelfState>(() => ({ index: null, staff: [] }));

  const show = ({ catalogue, staff }: ShelfContents) => {
    const known = state.getState().index;
    const index = known?.catalogue.version === catalogue.version ? known : buildCatalogueIndex(catalogue);
    state.setState({ index, staff });
  };

  return {
    state,
    load: async () => {
      const contents = await ports.shelf.load();
      if (contents !== null) {
        show(contents);
      }
      return contents !== null;
    },
    fetch: async () => {
      const { registration } = ports.store;
      if (registration === null) {
        return;
      }
      await ports.shelf.save(await ports.server.fetchShelf(registration.deviceToken));
    },
  };
}
