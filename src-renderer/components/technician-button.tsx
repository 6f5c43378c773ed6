import { Pictogram, type PictogramName } from './pictogram.tsx';

type TechnicianButtonProps = {
  kind: 'primary' | 'secondary' | 'on-dark';
  pictogram: PictogramName;
  text: string;
  onTouch: () => void;
};

export function TechnicianButton({ kind, pictogram, text, onTouch }: TechnicianButtonProps) {
  return (
    <button type="button" class={`technician-button technician-button-${kind}`} onClick={onTouch}>
      <Pictogram name={pictogram} />
      <span>{text}</span>
    </button>
  );
}
