import { publicEstate } from '../../clouds/aws/estate.ts';
import { savedFiles } from '../../clouds/aws/saved-answers.ts';

/**
 * A small AWS account as the AWS CLI saves it: `web` is open to the internet on 443, `db` to `web` on 5432.
 *
 * @param webName the tag by which the owner calls the web server
 */
export async function smallOffice(webName = 'web'): Promise<Record<string, string>> {
  const world = publicEstate()
    .group('sg-web', ['tcp 443 0.0.0.0/0'])
    .group('sg-db', ['tcp 5432 sg-web'])
    .instance(
      'web',
      { ip: '10.0.1.10', publicIp: '3.120.0.10', groups: ['sg-web'] },
      { Tags: [{ Key: 'Name', Value: webName }] },
    )
    .instance('db', { subnet: 'subnet-b', ip: '10.0.2.10', groups: ['sg-db'] })
    .alone();
  const files = await savedFiles(world);
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}
