/** The workers' own declarations of imports that a build plugin answers. */
/// <reference path="../../workers/modules.d.ts" />
