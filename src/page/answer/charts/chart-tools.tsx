// What a chart has once it is drawn: one file, since both come together.
export { Crosshair } from './crosshair.tsx';
export { Looks } from './looks.tsx';
