/** How far an analysis is. */
export interface AnalysisProgress {
  name: string;
  /** 0 to 1. */
  share: number;
  done: boolean;
}

/** How far a job of the page is, in a unit of the job's (bytes, records). */
export interface JobProgress {
  job: number;
  done: number;
  total: number;
}
