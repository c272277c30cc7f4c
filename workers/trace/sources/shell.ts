import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import type { EvidenceLine, TraceSource } from '../trace-source';
import { SshSessions } from '../vmware/ssh-sessions';

/** Commands kept until the sessions they were typed in are known. */
const MOST_COMMANDS = 500_000;

/** auth.log and shell.log: logins of SSH and the console, and the person and the command behind `dcui`. */
const shell: TraceSource = {
  id: 'shell',
  label: 'auth.log, shell.log',
  vendor: 'vmware',
  query: 'process:sshd or process:shell or process:login',
  begin(context) {
    const machines = new Map<string, SshSessions>();
    const commands: {
      origin: string;
      ms: number;
      pid: string | null;
      command: Command;
      line: EvidenceLine;
    }[] = [];
    return {
      take(record) {
        // Linux hosts log theirs in local time, and tell of them in their audit log.
        const time = context.time(record);
        if (!time?.zoned) return;
        const origin = context.origin(record);
        let machine = machines.get(origin);
        if (!machine) machines.set(origin, (machine = new SshSessions(context, origin)));
        if (record.process !== 'shell') machine.take(record);
        const command = commandOf(record);
        if (command && commands.length < MOST_COMMANDS)
          commands.push({ origin, ms: time.ms, pid: record.pid, command, line: evidenceLine(record) });
      },
      end() {
        for (const machine of machines.values()) machine.end();
        for (const { origin, ms, pid, command, line } of commands) {
          const session = machines.get(origin)!.sessionOf(pid, ms);
          const who = command.who ?? session?.who;
          if (who === undefined) continue;
          const client = session?.client ?? null;
          context.active({ family: 'shell', ms, origin, who, client, text: command.text, evidence: line });
        }
      },
    };
  },
};

export default shell;

interface Command {
  who: string | null;
  text: string;
}

const RUNNING = /^User '([^']+)' running command '(.*)'$/;
const SUBJECT = /^\[shell\.cmd@\d+ subject="([^"]*)"/;
const COMMAND = ' command="';

/** A command somebody gave, or null. 5.0 names no user. */
function commandOf({ process, message, user }: LogRecord): Command | null {
  const line = message.split('\n', 1)[0]!.slice(0, 4_000);
  if (process === 'sshd') {
    const running = RUNNING.exec(line);
    return running && running[2] !== '-sh' ? { who: running[1]!, text: running[2]! } : null;
  }
  if (process !== 'shell') return null;
  const audited = auditedCommand(line);
  if (audited) return audited;
  return /^Interactive shell session started/.test(line) ? null : { who: user, text: line };
}

/** `[shell.cmd@6876 subject="root" … command="…" result="…"`, by the last of its marks: not by an expression, whose work grows with their square. */
function auditedCommand(line: string): Command | null {
  const who = SUBJECT.exec(line)?.[1];
  const end = line.lastIndexOf('" result="');
  const at = end < 0 ? -1 : line.lastIndexOf(COMMAND, end - COMMAND.length);
  if (who === undefined || at < 0) return null;
  return { who, text: line.slice(at + COMMAND.length, end) };
}

export { shellSamples as samples } from '../vmware/samples/shell-samples';
