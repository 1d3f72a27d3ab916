import type en from './en';

const de: typeof en = {};

export default de;
