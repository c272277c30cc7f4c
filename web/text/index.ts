import { app } from './en/app';
import { dumps } from './en/dumps';
import { exports } from './en/exports';
import { files } from './en/files';
import { handover } from './en/handover';
import { hsm } from './en/hsm';
import { findings } from './en/findings';
import { inside } from './en/inside';
import { operations } from './en/operations';
import { overview } from './en/overview';
import { query } from './en/query';
import { reencrypt } from './en/reencrypt';
import { reports } from './en/reports';
import { start } from './en/start';
import { table } from './en/table';
import { timeline } from './en/timeline';
import { turnBack } from './en/turn-back';
import { vmx } from './en/vmx';

/** All interface text. Another language is another object of this type. */
export const english = {
  app,
  start,
  overview,
  files,
  dumps,
  hsm,
  vmx,
  inside,
  reencrypt,
  reports,
  timeline,
  query,
  table,
  operations,
  findings,
  handover,
  turnBack,
  exports,
};
export type Text = typeof english;

/** The text in use. */
export const text: Text = english;
