import { useState } from 'preact/hooks';
import { closureSentence } from '../../components/closure-words.ts';
import { useStaffWords, useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { TechnicianButton, TechnicianChoice } from '../technician/controls.tsx';
import { PartRow } from '../technician/part-row.tsx';
import { BehindPin } from '../technician/technician-frame.tsx';
import { useWaitingFigure } from './staff.tsx';
import { BackToStaff, Said } from './staff-parts.tsx';

export function StaffServiceScreen({ state, view }: ScreenProps<'staff-service'>) {
  const { t } = useStaffWords();
  const citizens = useWords();
  const figureOf = useWaitingFigure();
  const { resumeService, printStrip, showStaff } = useSession();
  const { service, series, isPaused, strip, said } = view;
  const { serviceId, name, closed } = service;
  return (
    <BehindPin state={state} view={view} title={name}>
      <Said said={said} undo={view.undo} />
      <ul class="parts" aria-label={name}>
        <PartRow
          level={closed === null ? 'good' : 'attention'}
          name={t('service.turns')}
          figure={figureOf(service)}
          says={closed === null ? t('waiting.open') : closureSentence(citizens, closed, state.localTime.slice(0, 10))}
        />
        <PartRow
          level={strip.wasPrinted ? 'attention' : 'good'}
          name={t('strip.title')}
          figure={t('strip.numbers', strip)}
          says={t(strip.wasPrinted ? 'strip.again' : 'strip.rest')}
        />
      </ul>
      {!isPaused && <PauseForm view={view} />}
      <div class="technician-actions">
        {isPaused && (
          <TechnicianButton
            kind="primary"
            pictogram="enter"
            text={t('do.resume')}
            onTouch={() => resumeService({ serviceId })}
          />
        )}
        <TechnicianButton
          pictogram="good"
          text={t('do.noteServed')}
          onTouch={() => showStaff({ to: { page: 'staff-served', series, typed: null } })}
        />
        <TechnicianButton pictogram="printer" text={t('do.strip')} onTouch={() => printStrip({ serviceId })} />
        <BackToStaff />
      </div>
    </BehindPin>
  );
}

function PauseForm({ view: { service, reasons, ends } }: { view: ViewOf<'staff-service'> }) {
  const { t, time } = useStaffWords();
  const { t: citizens } = useWords();
  const { pauseService, stay } = useSession();
  const [reason, setReason] = useState(reasons[0] ?? 'paused');
  /** Index of the chosen end; the times themselves move while the clerk chooses. `null`: the end of the day. */
  const [endNo, setEndNo] = useState<number | null>(null);
  const until = endNo === null ? undefined : ends[endNo];
  return (
    <>
      <section class="staff-choice" data-together>
        <h2>{t('pause.why')}</h2>
        <ul class="technician-choices technician-choices-narrow">
          {reasons.map((one) => (
            <TechnicianChoice
              key={one}
              strong={citizens(`closure.reason.${one}`)}
              chosen={one === reason}
              onTouch={() => {
                setReason(one);
                void stay();
              }}
            />
          ))}
        </ul>
      </section>
      <section class="staff-choice" data-together>
        <h2>{t('pause.until')}</h2>
        <ul class="technician-choices technician-choices-narrow">
          {[
            ...ends.map((end, no) => ({ no, text: t('pause.at', { time: time(end.time) }) })),
            { no: null, text: t('pause.day') },
          ].map(({ no, text }) => (
            <TechnicianChoice
              key={String(no)}
              strong={text}
              chosen={no === endNo}
              onTouch={() => {
                setEndNo(no);
                void stay();
              }}
            />
          ))}
        </ul>
      </section>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="closed"
          text={t('do.pause')}
          onTouch={() => pauseService({ serviceId: service.serviceId, reason, ...(until && { until }) })}
        />
      </div>
    </>
  );
}
