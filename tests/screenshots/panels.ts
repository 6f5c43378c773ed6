/** A panel as it is built in: what of its profile the sizes follow from. */
export interface PanelSize {
  panelId: string;
  pxPerMm: number;
  widthPx: number;
  heightPx: number;
}

const upright = (inch: string, pxPerMm: number, widthPx: number, heightPx: number): readonly PanelSize[] => [
  { panelId: `inch-${inch}-portrait`, pxPerMm, widthPx, heightPx },
  { panelId: `inch-${inch}-landscape`, pxPerMm, widthPx: heightPx, heightPx: widthPx },
];

export const PANELS: readonly PanelSize[] = [
  ...upright('21-5', 4.03, 1080, 1920),
  ...upright('15', 5.56, 1080, 1920),
  ...upright('19', 3.4, 1024, 1280),
  ...upright('32', 2.71, 1080, 1920),
];
