/** A password in each of the forms that programs and people write them in. */
export function passwordLines(passwords: readonly string[]): string[] {
  const forms: readonly ((password: string) => string)[] = [
    (password) => `curl -k -u root:${password} https://x/`,
    (password) => `'curl --user "root:${password}" https://x/'`,
    (password) => `vim-cmd --password ${password} -x`,
    (password) => `esxcli --password=${password} -x`,
    (password) => `sshpass -p ${password} ssh root@x`,
    (password) => `sshpass -p${password} ssh root@x`,
    (password) => `password: ${password}`,
    (password) => `  - passwd: "${password}"`,
    (password) => `user: x, password: ${password}`,
    (password) => `passwd=${password}`,
    (password) => `pwd=${password};`,
    (password) => JSON.stringify({ text: JSON.stringify({ password: `a"${password}` }) }),
    (password) => `<vpxuserPassword>a &amp; ${password}</vpxuserPassword>`,
    (password) => `spring.datasource.password=${password}`,
    (password) => `https://root:a@${password}@x/sdk`,
    (password) => `rocommunity ${password} default`,
    (password) => `   Communities: public, ${password}`,
    (password) => `"communities":["public","${password}"]`,
    (password) => `   Targets: 10.77.12.9@162 ${password}`,
    (password) => `snmpwalk -v2c -c ${password} x .1`,
    (password) => `esxcli system snmp set --communities ${password}`,
    (password) => `Authorization: Basic ${Buffer.from(`root:${password}`).toString('base64')}`,
    (password) => `"Authorization":"Bearer ${password}.${password}"`,
    (password) => `Cookie: vmware_soap_session="\\"${password}\\""; Path=/`,
    (password) => `vmware-api-session-id: ${password}`,
    (password) => `loginHSM -u CU -s x -p ${password}`,
  ];
  return passwords.map((password, n) => forms[n % forms.length]!(password));
}
