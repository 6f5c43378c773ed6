import type { ComponentChildren } from 'preact';
import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import { createTranslator } from '../../../config/locales/index.ts';
import { BigArch } from '../../components/arch.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { Question } from '../../components/question.tsx';
import { Roof } from '../../components/teeth.tsx';
import { useFitting } from '../../fitting/use-fitting.ts';
import { useWords } from '../../speaking.ts';

/** Languages that are shown beside Catalan, because no language can be chosen without the core. */
const BESIDE = WORKING_LANGUAGES.filter((language) => language !== 'ca');

const Beside = ({ kind, of }: { kind: string; of: 'starting.lead' | 'desk.title' | 'desk.goThere' }) =>
  BESIDE.map((language) => (
    <span key={language} class={kind} lang={language}>
      {createTranslator(language, 'screen')(of)}
    </span>
  ));

interface ShellScreenProps {
  name: 'starting' | 'core-down';
  title: string;
  lead: ComponentChildren;
  lit: boolean;
  children: ComponentChildren;
}

const ShellScreen = ({ name, title, lead, lit, children }: ShellScreenProps) => (
  <div ref={useFitting(name).frame} class="frame facade" data-screen={name} data-stripe="false">
    <main class="main">
      <Question title={title}>
        <p class="lead">{lead}</p>
      </Question>
      <div class="content">
        <BigArch lit={lit}>{children}</BigArch>
      </div>
    </main>
    <div class="bar">
      <Roof />
    </div>
  </div>
);

export function StartingScreen() {
  const { t } = useWords();
  const lead = (
    <>
      <span class="line">{t('starting.lead')}</span>
      <Beside kind="line beside" of="starting.lead" />
    </>
  );
  return (
    <ShellScreen name="starting" title={t('starting.title')} lead={lead} lit={false}>
      <Pictogram name="door" />
    </ShellScreen>
  );
}

/**
 * The screen while no core runs.
 * @param code says the reason to a technician; `null` when it is unknown
 */
export function CoreDownScreen({ code }: { code: string | null }) {
  const { t } = useWords();
  const lead = <Beside kind="line beside" of="desk.title" />;
  return (
    <ShellScreen name="core-down" title={t('desk.title')} lead={lead} lit>
      <Pictogram name="help" />
      <p class="arch-name">{t('desk.goThere')}</p>
      <p class="arch-facts">
        <Beside kind="line" of="desk.goThere" />
      </p>
      {code !== null && <p class="arch-code">{t('desk.code', { code })}</p>}
    </ShellScreen>
  );
}
