import { useTechnicianWords } from '../../speaking.ts';
import type { ScreenProps } from '../screen-props.ts';
import { BackToStatus } from './controls.tsx';
import { PartRow } from './part-row.tsx';
import { BehindPin } from './technician-frame.tsx';

export function TechnicianAboutScreen({ state, view }: ScreenProps<'technician-about'>) {
  const { t } = useTechnicianWords();
  const { version, profileVersion, node, electron, sqlite, notices } = view;
  const below = [`Node ${node}`, electron === null ? t('about.noShell') : `Electron ${electron}`, `SQLite ${sqlite}`];
  return (
    <BehindPin state={state} view={view} title={t('header.technician-about')}>
      <ul class="parts" aria-label={t('header.technician-about')}>
        <PartRow
          level="good"
          name={t('program.version', { version })}
          figure={profileVersion === null ? t('program.local') : t('program.profile', { version: profileVersion })}
          says={below.join(' · ')}
        />
      </ul>
      <section class="notices">
        <h2>{t('about.notices')}</h2>
        <p>{t('about.licence')}</p>
        <ul>
          {notices.map(({ name, licence }) => (
            <li key={name}>
              <strong>{name}</strong> <span>{licence}</span>
            </li>
          ))}
        </ul>
      </section>
      <div class="technician-actions">
        <BackToStatus />
      </div>
    </BehindPin>
  );
}
