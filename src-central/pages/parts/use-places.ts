import { useCentreWords } from '../centre-words.ts';
import { useAsked, usePage } from '../page-context.ts';

export function usePlaces(): (place: { officeId: string | null; kioskId: string | null }) => string {
  const { t } = usePage();
  const { words } = useCentreWords();
  const { body } = useAsked('readCity', { params: {} });
  const offices = new Map<string, string>(body?.offices.map(({ officeId, name }) => [officeId, name]));
  const kiosks = new Map<string, string>(body?.kiosks.map(({ kioskId, name }) => [kioskId, name]));
  return ({ officeId, kioskId }) => {
    if (officeId === null) return words('alarms.centre');
    const office = offices.get(officeId) ?? officeId;
    return kioskId === null ? office : t('city.place', { office, name: kiosks.get(kioskId) ?? words('alarms.kiosk') });
  };
}
