import { app } from './en/app';
import { dumps } from './en/dumps';
import { files } from './en/files';
import { inside } from './en/inside';
import { overview } from './en/overview';
import { start } from './en/start';
import { timeline } from './en/timeline';

/** All interface text. Another language is another object of this type. */
export const english = { app, start, overview, files, dumps, inside, timeline };
export type Text = typeof english;

/** The text in use. */
export const text: Text = english;
