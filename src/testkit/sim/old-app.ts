import type { JournalDraft } from '#core/journal/journal-event.ts';
import type { HttpRequest } from '#sync/ports.ts';

/**
 * A till's app of the first version of the wire, as far as it differs from today's: what it wrote had none of the later
 * fields, and it said and asked nothing beyond the bare events. Its unsent events are still there after an update.
 */
export function draftOfOldApp(draft: JournalDraft): JournalDraft {
  if (draft.type !== 'sale.completed') {
    return draft;
  }
  const items = draft.body.items.map(({ category_id: _category, tags: _tags, ...item }) => item);
  const { customer_tier: _tier, cash_rounding: _rounding, promotions: _promotions, ...body } = draft.body;
  return { ...draft, body: { ...body, items } };
}

/** The request as an old app would have made it. */
export function requestOfOldApp(request: HttpRequest): HttpRequest {
  const [path = '', query] = request.path.split('?');
  const asked = new URLSearchParams(query);
  asked.delete('seq');
  asked.delete('hash');
  asked.delete('unsent');
  return {
    ...request,
    path: asked.size === 0 ? path : `${path}?${asked.toString()}`,
    body: withoutLater(request.body),
  };
}

function withoutLater(body: string | null): string | null {
  if (body === null) {
    return null;
  }
  const { unsent: _unsent, lost_through: _lost, ...push } = JSON.parse(body) as Record<string, unknown>;
  return JSON.stringify(push);
}
