import { article } from './advice';

const ARTICLES = new Map<string, number[]>([
  ['CertificateNotTrusted', [313402]],
  ['cluster.agent.CertificateNotTrusted', [313402]],
  ['VibDependenciesNotMetByHost', [338623]],
  ['cluster.agent.InsufficientClusterResources', [317709]],
  ['UnknownAgentVm', [321003]],
]);

/** Articles about an issue type. */
export function articlesOf(type: string): string[] {
  return (ARTICLES.get(type) ?? []).map(article);
}
