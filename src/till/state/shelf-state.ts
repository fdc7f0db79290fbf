import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StaffMember } from '#core/catalogue/catalogue.ts';
import { buildCatalogueIndex, type CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { type ShelfContents, shopOf } from '#store/catalogue-database.ts';
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
  /** Takes what lies on this device of its shop, once `whenItSuits` shows it; false when nothing does. */
  load: (whenItSuits?: (show: () => void) => Promise<void>) => Promise<boolean>;
  /** Fetches it from the server and puts it on the device, to be loaded when it suits. Refuses with ServerProblem. */
  fetch: () => Promise<void>;
}

function atOnce(show: () => void): Promise<void> {
  show();
  return Promise.resolve();
}

export function createShelf(ports: TillPorts): Shelf {
  const state = createStore<ShelfState>(() => ({ index: null, staff: [], checkedAt: ports.settings.get(CHECKED_AT) }));

  const indexOf = ({ catalogue }: ShelfContents) => {
    const known = state.getState().index;
    return known?.catalogue.version === catalogue.version ? known : buildCatalogueIndex(catalogue);
  };

  return {
    state,
    load: async (whenItSuits = atOnce) => {
      const { registration } = ports.store;
      const contents = registration === null ? null : await ports.shelf.load(shopOf(registration));
      if (contents === null) {
        return false;
      }
      // Made before it suits: building it takes its time with many products.
      const index = indexOf(contents);
      await whenItSuits(() => {
        state.setState({ index, staff: contents.staff });
      });
      return true;
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
        await ports.shelf.save(shopOf(registration), contents);
      }
      const checkedAt = ports.now();
      ports.settings.set(CHECKED_AT, checkedAt);
      state.setState({ checkedAt });
    },
  };
}
