import { inGroups } from '../../components/in-groups.ts';
import { useTechnicianWords } from '../../speaking.ts';

export function Compared({ check }: { check: string }) {
  const { t } = useTechnicianWords();
  return (
    <div class="pairing-card" data-together>
      <h2>{t('office.travel.check')}</h2>
      <p class="check-number">{inGroups(check, 4)}</p>
    </div>
  );
}
