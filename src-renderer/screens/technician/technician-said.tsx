import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';

type TechnicianSaidProps = { level: PictogramName; strong: string; rest?: string };

export function TechnicianSaid({ level, strong, rest = '' }: TechnicianSaidProps) {
  return (
    <div class="pairing-said" data-level={level} role="status">
      <Pictogram name={level} />
      <div class="pairing-words">
        <p>
          <strong>{strong}</strong>
        </p>
        {rest !== '' && <p>{rest}</p>}
      </div>
    </div>
  );
}
