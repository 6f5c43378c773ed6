import { useEffect, useState } from 'preact/hooks';
import type { ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import type { DevicesView } from '../../../src-main/technician/contract/devices.ts';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';
import { Steps } from '../../components/steps.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { AddressPad } from './address-pad.tsx';
import { TechnicianButton, TechnicianSaid } from './controls.tsx';
import { likelyFirst, pictogramOf } from './device-order.ts';
import { BehindPin } from './technician-frame.tsx';

export function TechnicianDevicesScreen({ state, view }: ScreenProps<'technician-devices'>) {
  const { t } = useTechnicianWords();
  const { listDevices } = useSession();
  useEffect(() => void listDevices({ network: false }), []);
  return (
    <BehindPin state={state} view={view} title={t('header.technician-devices')}>
      <DevicesPart view={view} wanted={null} />
    </BehindPin>
  );
}

type Proof<Of extends 'printer' | 'scanner'> = Extract<NonNullable<DevicesView['proof']>, { of: Of }>;
type DeviceRole = ParamsOf<'proveDevice'>['role'];
type Answer = ParamsOf<'answerProof'>['answer'];

/**
 * The answers to each question about the printed page. The first answer to a question is the good one, except that `what-is-wrong` has no
 * good answer.
 */
const ANSWERS = {
  'came-out': ['whole', 'wrong', 'nothing'],
  'what-is-wrong': ['line-broken', 'letters', 'code', 'not-cut', 'other'],
  'roll-low': ['yes', 'no'],
} as const satisfies Record<NonNullable<Proof<'printer'>['question']>, readonly Answer[]>;

const LEVEL_OF: Readonly<Record<Proof<'printer'>['stage'] | Proof<'scanner'>['stage'], PictogramName>> = {
  interviewing: 'network',
  silent: 'attention',
  'cannot-print': 'attention',
  printing: 'printer',
  asking: 'list',
  proven: 'good',
  failed: 'attention',
  opening: 'network',
  waiting: 'reader',
  unreadable: 'attention',
  'no-line': 'attention',
};

/**
 * The found devices, or the test of one device, one question at a time. `wanted`: the role for which a device is sought; `null`: any role.
 */
export function DevicesPart({ view, wanted }: { view: DevicesView; wanted: DeviceRole | null }) {
  const { t } = useTechnicianWords();
  return (
    <>
      {view.notKept && <TechnicianSaid level="attention" strong={t('devices.notKept')} />}
      {view.proof === null && <Found view={view} wanted={wanted} />}
      {view.proof?.of === 'printer' && <PrinterProof proof={view.proof} />}
      {view.proof?.of === 'scanner' && <ScannerProof proof={view.proof} />}
    </>
  );
}

function Found({ view: { found, isSearching, asked }, wanted }: { view: DevicesView; wanted: DeviceRole | null }) {
  const { t } = useTechnicianWords();
  const { listDevices, proveDevice, askAddress, back } = useSession();
  const [isTyping, setTyping] = useState(asked !== null && asked.came !== 'found');
  useEffect(() => {
    if (asked?.came === 'found') setTyping(false);
  }, [asked?.came]);
  if (isTyping)
    return (
      <AddressPad asked={asked} onAsk={(text) => void askAddress({ address: text })} onLeave={() => setTyping(false)} />
    );
  const nothing = isSearching ? t('devices.searching') : t('devices.none');
  return (
    <>
      {found.length === 0 && <p role="status">{nothing}</p>}
      <ul class="parts" aria-label={t('devices.found')}>
        {likelyFirst(found, wanted).map((device) => (
          <DeviceRow
            key={device.key}
            device={device}
            roles={wanted === null ? ['printer', 'scanner'] : [wanted]}
            onProve={(as) => void proveDevice({ deviceKey: device.key, role: as })}
          />
        ))}
      </ul>
      <div class="technician-actions">
        <TechnicianButton
          pictogram="again"
          text={t('devices.do.search')}
          onTouch={() => listDevices({ network: false })}
        />
        <TechnicianButton
          pictogram="network"
          text={t('devices.do.network')}
          onTouch={() => listDevices({ network: true })}
        />
        {wanted !== 'scanner' && (
          <TechnicianButton pictogram="network" text={t('devices.do.address')} onTouch={() => setTyping(true)} />
        )}
        {wanted === null && <TechnicianButton pictogram="back" text={t('devices.do.back')} onTouch={back} />}
      </div>
    </>
  );
}

function PrinterProof({ proof }: { proof: Proof<'printer'> }) {
  const { t, sentenceOf } = useTechnicianWords();
  const { answerProof, keepDevice, stopProof } = useSession();
  const { stage, question, condition, over, proofNo } = proof;
  const answer = (text: Answer) => void answerProof({ proofNo, answer: text });
  const isGood = (index: number) => index === 0 && question !== 'what-is-wrong';
  return (
    <>
      <TechnicianSaid level={LEVEL_OF[stage]} strong={said()} rest={rest()} />
      {stage === 'proven' && proof.model !== null && <Model model={proof.model} />}
      <div class="technician-actions">
        {question !== null &&
          ANSWERS[question].map((one, index) => (
            <TechnicianButton
              key={`${proofNo} ${one}`}
              kind={isGood(index) ? 'primary' : 'secondary'}
              pictogram={isGood(index) ? 'good' : 'attention'}
              text={t(`devices.answer.${one}`)}
              onTouch={() => answer(one)}
            />
          ))}
        {stage === 'proven' && (
          <TechnicianButton kind="primary" pictogram="good" text={t('devices.do.keep')} onTouch={keepDevice} />
        )}
        {(stage === 'silent' || stage === 'cannot-print' || stage === 'failed') && (
          <TechnicianButton
            kind="primary"
            pictogram="again"
            text={t('devices.do.again')}
            onTouch={() => answer('again')}
          />
        )}
        {stage === 'silent' && (
          <TechnicianButton
            pictogram="printer"
            text={t('devices.do.print-anyway')}
            onTouch={() => answer('print-anyway')}
          />
        )}
        <TechnicianButton pictogram="back" text={t('devices.do.stop')} onTouch={stopProof} />
      </div>
    </>
  );

  function said(): string {
    return question === null ? t(`devices.stage.${stage}`) : t(`devices.question.${question}`);
  }

  function rest(): string {
    if (condition !== null) return sentenceOf(condition);
    if (over !== null) return t(`devices.over.${over}`);
    if (stage === 'interviewing' || stage === 'silent' || stage === 'printing' || stage === 'proven')
      return t(`devices.rest.${stage}`);
    return t('devices.pages', { count: proof.pages });
  }
}

function Model({ model }: { model: NonNullable<Proof<'printer'>['model']> }) {
  const { t } = useTechnicianWords();
  const yesOrNo = (is: boolean) => t(is ? 'devices.model.yes' : 'devices.model.no');
  return (
    <Steps
      steps={[
        { strong: t('devices.model.name'), rest: model.name },
        { strong: t('devices.model.width'), rest: t('devices.model.widthMm', { mm: model.widthMm }) },
        { strong: t('devices.model.cuts'), rest: yesOrNo(model.cuts) },
        { strong: t('devices.model.near'), rest: yesOrNo(model.nearEndSensor) },
        { strong: t('devices.model.proof'), rest: t(`devices.model.${model.strength}`) },
      ]}
    />
  );
}

function ScannerProof({ proof: { stage, code } }: { proof: Proof<'scanner'> }) {
  const { t } = useTechnicianWords();
  const { keepDevice, stopProof } = useSession();
  return (
    <>
      <TechnicianSaid
        level={LEVEL_OF[stage]}
        strong={t(`devices.scanner.${stage}`)}
        rest={t(`devices.scannerRest.${stage}`)}
      />
      {(stage === 'waiting' || stage === 'unreadable') && <TestCode rows={code} label={t('devices.code')} />}
      <div class="technician-actions">
        {stage === 'proven' && (
          <TechnicianButton kind="primary" pictogram="good" text={t('devices.do.keep')} onTouch={keepDevice} />
        )}
        <TechnicianButton pictogram="back" text={t('devices.do.stop')} onTouch={stopProof} />
      </div>
    </>
  );
}

const QUIET = 4;

/** A code for a scanner, dark on white in every contrast. `rows`: one string for each row, one character for each module; `1` is dark. */
function TestCode({ rows, label }: { rows: readonly string[]; label: string }) {
  const size = rows.length + 2 * QUIET;
  const dark = rows.flatMap((row, y) =>
    [...row].flatMap((module, x) => (module === '1' ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])),
  );
  return (
    <svg class="test-code" data-whole viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={dark.join('')} fill="#000000" />
    </svg>
  );
}

type Device = DevicesView['found'][number];

type DeviceRowProps = { device: Device; roles: readonly DeviceRole[]; onProve: (role: DeviceRole) => void };

function DeviceRow({ device: { kind, name, where, usedAs }, roles, onProve }: DeviceRowProps) {
  const { t } = useTechnicianWords();
  return (
    <li class="part device" data-level={usedAs === null ? 'attention' : 'good'}>
      <span class="part-level">
        <Pictogram name={pictogramOf({ kind, usedAs })} />
        <span>{t(`devices.kind.${kind}`)}</span>
      </span>
      <span class="part-body">
        <strong class="part-name">{name ?? where}</strong>
        <span class="part-figure">{name === null ? '' : where}</span>
        <span class="part-says">{t(`devices.usedAs.${usedAs ?? 'none'}`)}</span>
      </span>
      <span class="device-actions">
        {roles.includes('printer') && (
          <TechnicianButton pictogram="printer" text={t('devices.do.printer')} onTouch={() => onProve('printer')} />
        )}
        {kind === 'serial' && roles.includes('scanner') && (
          <TechnicianButton pictogram="reader" text={t('devices.do.scanner')} onTouch={() => onProve('scanner')} />
        )}
      </span>
    </li>
  );
}
