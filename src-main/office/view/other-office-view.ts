import type { Language } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import type { Screen } from '../../session/contract/view-state.ts';
import type { PlaceOf } from '../../session/steps/session.ts';
import type { Office } from '../steps/office.ts';

/** The place at which the paper comes out; `null` if that is this kiosk. */
export function whereItComesOut(printer: string | null, language: Language, office: Office): string | null {
  const outAt = office.placeOf(printer);
  return outAt ? inLanguage(outAt, language) : null;
}

export function otherOfficeScreen(
  { office: other, slip }: PlaceOf<'other-office'>,
  language: Language,
  office: Office,
): Screen {
  const { name, address, day, hours, directions } = other;
  return {
    screen: 'other-office',
    name,
    address,
    day,
    hours: hours?.map(({ from, to }) => ({ from, to })) ?? null,
    directions: directions && inLanguage(directions, language),
    paper: slip?.paper ?? null,
    place: whereItComesOut(slip?.printer ?? null, language, office),
  };
}
