import { blankedMembers } from '../../src-main/contract/shared/blanked-event.ts';
import { EVENT_TYPES } from '../../src-main/contract/shared/events.ts';
import { TO_BLANK as INDEXED } from '../database/migrations/0003-retention.ts';

const known = EVENT_TYPES.map(({ type, v }) => `('${type}', ${v})`).join(', ');

/** Whether a payload holds a member that `blankPayload` would change. */
const holds = (member: string, blank: unknown): string => {
  if (blank === undefined) return `payload ? '${member}'`;
  return blank === null ? `payload ->> '${member}' IS NOT NULL` : `payload ->> '${member}' <> '${String(blank)}'`;
};

const held = EVENT_TYPES.flatMap(({ type, v }) => {
  const members = blankedMembers(type).map(([member, blank]) => holds(member, blank));
  return members.length === 0 ? [] : [`(type = '${type}' AND v = ${v} AND (${members.join(' OR ')}))`];
});

/**
 * Events of which retention may yet take something out. The index narrows it down to all but those of the types of its own time that are
 * blanked; what the contract says of each type decides. When a new type has become so frequent that its rows make the index slow, a migration
 * makes that anew.
 */
export const TO_BLANK = `(${INDEXED})
    AND ((type, v) NOT IN (${known}) OR ${held.join(' OR ')})`;
