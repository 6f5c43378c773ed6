import { inGroups } from '../../components/in-groups.ts';
import { useTechnicianWords } from '../../speaking.ts';

type ComparedProps = { check: string | null; fingerprint: string | null; of: 'fingerprint' | 'theirs' };

/** The digits that two people read to each other at two kiosks. */
export function Compared({ check, fingerprint, of }: ComparedProps) {
  const { t } = useTechnicianWords();
  return (
    <div class="pairing-card" data-together>
      {check !== null && (
        <>
          <h2>{t('office.travel.check')}</h2>
          <p class="check-number">{inGroups(check, 4)}</p>
        </>
      )}
      {fingerprint !== null && (
        <>
          <h2>{t(`office.travel.${of}`)}</h2>
          <p class="pairing-fingerprint">{inGroups(fingerprint, 5)}</p>
        </>
      )}
    </div>
  );
}
