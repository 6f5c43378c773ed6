import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import { createTranslator } from '../../../config/locales/index.ts';
import { BigArch } from '../../components/big-arch.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { Question } from '../../components/question.tsx';
import { Roof } from '../../components/teeth.tsx';
import { useFitting } from '../../fitting/use-fitting.ts';
import { useWords } from '../../speaking.ts';

/** No language can be chosen without the core, so the others are shown beside Catalan. */
const BESIDE = WORKING_LANGUAGES.filter((language) => language !== 'ca');

export function StartingScreen() {
  const { t } = useWords();
  const { frame } = useFitting('starting');
  return (
    <div ref={frame} class="frame facade" data-screen="starting" data-stripe="false">
      <main class="main">
        <Question title={t('starting.title')}>
          <p class="lead">
            <span class="line">{t('starting.lead')}</span>
            {BESIDE.map((language) => (
              <span key={language} class="line beside" lang={language}>
                {createTranslator(language, 'screen')('starting.lead')}
              </span>
            ))}
          </p>
        </Question>
        <div class="content">
          <BigArch lit={false}>
            <Pictogram name="door" />
          </BigArch>
        </div>
      </main>
      <div class="bar">
        <Roof />
      </div>
    </div>
  );
}

/** @param code tells the technician the reason; `null` when it is unknown */
export function CoreDownScreen({ code }: { code: string | null }) {
  const { t } = useWords();
  const { frame } = useFitting('core-down');
  return (
    <div ref={frame} class="frame facade" data-screen="core-down" data-stripe="false">
      <main class="main">
        <Question title={t('desk.title')}>
          <p class="lead">
            {BESIDE.map((language) => (
              <span key={language} class="line beside" lang={language}>
                {createTranslator(language, 'screen')('desk.title')}
              </span>
            ))}
          </p>
        </Question>
        <div class="content">
          <BigArch lit={true}>
            <Pictogram name="help" />
            <p class="arch-name">{t('desk.goThere')}</p>
            <p class="arch-facts">
              {BESIDE.map((language) => (
                <span key={language} class="line" lang={language}>
                  {createTranslator(language, 'screen')('desk.goThere')}
                </span>
              ))}
            </p>
            {code !== null && <p class="arch-code">{t('desk.code', { code })}</p>}
          </BigArch>
        </div>
      </main>
      <div class="bar">
        <Roof />
      </div>
    </div>
  );
}
