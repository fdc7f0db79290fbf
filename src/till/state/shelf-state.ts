import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StaffMember } from '#core/catalogue/catalogue.ts';
import { buildCatalogueIndex, type CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import type { ShelfContents } from '#store/catalogue-database.ts';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import type { TillPorts } from '../ports.ts';

/** What may be sold and who may sell it. */
export interface ShelfState {
  index: CatalogueIndex | null;
  staff: readonly StaffMember[];
  /** UTC instant at which the server last said that this is what holds; null when it is not known. */
  checkedAt: string | null;
}

const CHECKED_AT = 'prices-checked-at';

export interface Shelf {
  state: StoreApi<ShelfState>;
  /** Takes what lies on this device; false when nothing does. */
  load: () => Promise<boolean>;
  /** Fetches it from the server and puts it on the device, to be loaded when it suits. Refuses with ServerProblem. */
  fetch: () => Promise<void>;
}

export function createShelf(ports: TillPorts): Shelf {
  const state = createStore<ShelfState>(() => ({ index: null, staff: [], checkedAt: ports.settings.get(CHECKED_AT) }));

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
      const contents = await ports.server.fetchShelf(registration.deviceToken);
      const { index, staff } = state.getState();
      const known =
        index?.catalogue.version === contents.catalogue.version &&
        canonicalJson(staff) === canonicalJson(contents.staff);
      if (!known) {
        await ports.shelf.save(contents);
      }
      const checkedAt = ports.now();
      ports.settings.set(CHECKED_AT, checkedAt);
      state.setState({ checkedAt });
    },
  };
}
