import { languageRow } from '../../../config/languages.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { TechnicianButton, TechnicianChoice } from './controls.tsx';
import { TechnicianFrame, TechnicianTitle } from './technician-frame.tsx';

export function TechnicianWelcomeScreen({ state, view: { at, languages, count } }: ScreenProps<'technician-welcome'>) {
  const { t, time } = useTechnicianWords();
  const { beginFirstRun } = useSession();
  return (
    <TechnicianFrame
      state={state}
      header={
        <>
          <p>{t('firstRun.title')}</p>
          <p>{time(state.localTime.slice(11))}</p>
        </>
      }
      question={
        <>
          <TechnicianTitle text={t(at === null ? 'firstRun.welcome' : 'firstRun.goOn')} />
          <p class="lead">{at === null ? t('firstRun.welcomeLead') : t('firstRun.goOnLead', count)}</p>
        </>
      }
      footer={<p>{t('firstRun.forStaff')}</p>}
    >
      {at === null ? (
        <ul class="technician-choices">
          {languages.map((language) => (
            <TechnicianChoice
              key={language}
              strong={languageRow(language).name}
              lang={language}
              onTouch={() => beginFirstRun({ language })}
            />
          ))}
        </ul>
      ) : (
        <div class="technician-actions">
          <TechnicianButton kind="primary" pictogram="enter" text={t('firstRun.do.continue')} onTouch={beginFirstRun} />
        </div>
      )}
    </TechnicianFrame>
  );
}
