import { useEffect, useState } from 'preact/hooks';
import type { OfficeRow } from '../../../src-main/office/contract/office.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { BackToStatus, TechnicianButton, TechnicianChoice, TechnicianSaid } from '../technician/controls.tsx';
import { BehindPin } from '../technician/technician-frame.tsx';
import { OfficeEditor } from './office-editor.tsx';
import { useOfficeWords } from './office-words.ts';
import { OfficeHistory } from './pages/history.tsx';
import { OfficePaper } from './pages/paper.tsx';
import { OfficeReview } from './pages/review.tsx';
import { OfficeTravel } from './pages/travel.tsx';

type Office = ViewOf<'technician-office'>;

export function TechnicianOfficeScreen({ state, view }: ScreenProps<'technician-office'>) {
  const { t, wayTo } = useOfficeWords();
  const [editing, setEditing] = useState<string | null>(null);
  useEffect(() => setEditing(null), [view.path, view.part]);
  const way = view.part === 'fields' ? wayTo(view.where) : t(`office.part.${view.part}`);
  return (
    <BehindPin
      state={state}
      view={view}
      title={way === '' ? t('header.technician-office') : way}
      chosen={`${view.part} ${view.path} ${editing ?? ''}`}
    >
      <Problems view={view} />
      {view.part === 'fields' && <Fields view={view} editing={editing} onEdit={setEditing} />}
      {view.part === 'review' && <OfficeReview view={view} />}
      {view.part === 'history' && <OfficeHistory state={state} view={view} />}
      {view.part === 'paper' && <OfficePaper view={view} />}
      {view.travel !== null && <OfficeTravel state={state} travel={view.travel} />}
    </BehindPin>
  );
}

function Problems({ view: { problems, hanging, overtaken, decided, part } }: { view: Office }) {
  const { t, wayTo, whyInvalid } = useOfficeWords();
  return (
    <>
      {overtaken !== null && part !== 'paper' && (
        <TechnicianSaid level="attention" strong={t('office.overtaken.title')} rest={t('office.overtaken.rest')} />
      )}
      {decided !== null && part !== 'paper' && (
        <TechnicianSaid
          level={decided.decision === 'accepted' ? 'good' : 'attention'}
          strong={t(`office.decided.${decided.decision}`, { no: decided.no })}
          rest={decided.reason ?? t('office.decided.version', { version: decided.version ?? 0 })}
        />
      )}
      {problems.map((problem) => (
        <TechnicianSaid
          key={`${problem.pointer} ${problem.rule}`}
          level="attention"
          strong={problem.where.length === 0 ? t('office.field.office') : wayTo(problem.where)}
          rest={whyInvalid(problem)}
        />
      ))}
      {hanging.map(({ of, tickets }) => (
        <TechnicianSaid key={of} level="attention" strong={of} rest={t('office.hanging', { count: tickets })} />
      ))}
    </>
  );
}

type FieldsProps = { view: Office; editing: string | null; onEdit: (pointer: string | null) => void };

function Fields({ view, editing, onEdit }: FieldsProps) {
  const { t, nameOf, textOf, meaningOf } = useOfficeWords();
  const { openOfficePart, changeOffice } = useSession();
  const edited = view.rows.find(({ pointer }) => pointer === editing);
  const { field: inside } = view.where.at(-1) ?? { field: null };
  const meaning = inside === null ? null : meaningOf(inside);
  const touch = (row: OfficeRow): void => {
    if (row.kind === 'open') void openOfficePart({ pointer: row.pointer });
    else onEdit(row.pointer);
  };
  if (edited !== undefined && edited.kind !== 'open')
    return (
      <>
        <p class="lead">
          <strong>{nameOf(edited)}</strong>
        </p>
        <OfficeEditor
          row={edited}
          onKeep={(value) => {
            void changeOffice({ pointer: edited.pointer, value });
            onEdit(null);
          }}
        />
        <div class="technician-actions">
          <TechnicianButton pictogram="back" text={t('office.do.leave')} onTouch={() => onEdit(null)} />
        </div>
      </>
    );
  return (
    <>
      {view.path === '' && <p class="lead">{t(`office.lead.${view.master}`)}</p>}
      {meaning !== null && <p class="lead">{meaning}</p>}
      {view.rows.length === 0 && <p>{t('office.nothing')}</p>}
      <ul class="technician-choices">
        {view.rows.map((row) => (
          <TechnicianChoice
            key={row.pointer}
            strong={nameOf(row)}
            rest={row.isChanged ? `${textOf(row)} ${t('office.isChanged')}`.trim() : textOf(row)}
            onTouch={() => touch(row)}
          />
        ))}
      </ul>
      <FromHere view={view} />
    </>
  );
}

function FromHere({ view: { path, canAdd, canRemove, changes } }: { view: Office }) {
  const { t } = useOfficeWords();
  const { openOfficePart, lookAtOffice, addToOffice, removeFromOffice } = useSession();
  return (
    <div class="technician-actions">
      {changes.length > 0 && (
        <TechnicianButton
          kind="primary"
          pictogram="check"
          text={t('office.do.review', { count: changes.length })}
          onTouch={() => lookAtOffice({ part: 'review' })}
        />
      )}
      {canAdd && <TechnicianButton pictogram="again" text={t('office.do.add')} onTouch={addToOffice} />}
      {canRemove && <TechnicianButton pictogram="erase" text={t('office.do.remove')} onTouch={removeFromOffice} />}
      {path === '' ? (
        <>
          <TechnicianButton
            pictogram="printer"
            text={t('office.part.paper')}
            onTouch={() => lookAtOffice({ part: 'paper' })}
          />
          <TechnicianButton
            pictogram="list"
            text={t('office.part.history')}
            onTouch={() => lookAtOffice({ part: 'history' })}
          />
          <TechnicianButton
            pictogram="send"
            text={t('office.part.travel')}
            onTouch={() => lookAtOffice({ part: 'travel' })}
          />
          <BackToStatus />
        </>
      ) : (
        <TechnicianButton
          pictogram="back"
          text={t('office.do.up')}
          onTouch={() => openOfficePart({ pointer: path.slice(0, path.lastIndexOf('/')) })}
        />
      )}
    </div>
  );
}
