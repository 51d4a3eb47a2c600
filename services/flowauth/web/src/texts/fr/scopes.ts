import { counting } from '../count.ts'
import type { scopes as english } from '../en/scopes.ts'

const count = counting('fr')

/** What is said about scopes, in French. */
export const scopes: typeof english = {
  title: 'Portées',
  search: 'Rechercher des portées',
  searchHint: 'Des mots dans n’importe quel ordre, par exemple « admin3 flows »',
  none: 'Aucune portée ne correspond.',
  more: 'Tout afficher',
  less: 'En afficher moins',
  chosen: (chosen: number, all: number) =>
    `${chosen.toLocaleString('fr')} sur ${count(all, 'choisie', 'choisies')}`,
  found: (number: number) => count(number, 'trouvée', 'trouvées'),
  chooseAll: 'Tout choisir',
  clearAll: 'Tout retirer',
  chooseFound: 'Choisir tout ce qui est trouvé',
  clearFound: 'Retirer tout ce qui est trouvé',
  next: (next: number, left: number) =>
    next < left
      ? `Afficher ${next} portées de plus, sur ${left.toLocaleString('fr')}`
      : `Afficher ${next} portées de plus`,
  expand: (name: string) => `Afficher le contenu de ${name}`,
  collapse: (name: string) => `Masquer le contenu de ${name}`,
  simple: {
    run: 'run — faire calculer des requêtes',
    get_result: 'get_result — lire les résultats',
    get_available_dates: 'get_available_dates — voir les jours disponibles',
    get_qa_checks: 'get_qa_checks — voir les contrôles de qualité des données',
    cell: 'cell — par cellule',
    site: 'site — par site de cellules',
    grid: 'grid — par carrés, de la longueur de côté indiquée en kilomètres',
    limit:
      'limit — la finesse permise des questions ; de plusieurs limites la plus fine compte, et sans aucune il n’y a pas de limite',
    'subset:published':
      'published — les groupes d’abonnés qu’un administrateur a publiés, par leur identifiant',
    'limit:bucket': 'bucket — les périodes les plus courtes qu’une réponse peut distinguer',
    'limit:bucket:any': 'any — périodes de toute durée',
    'limit:bucket:minute': 'minute — une minute ou plus',
    'limit:bucket:hour': 'hour — une heure ou plus',
    'limit:bucket:day': 'day — un jour ou plus',
    'limit:window':
      'window — la durée la plus courte sur laquelle une question, et chacune de ses parties, peut porter',
    'limit:window:any': 'any — toute durée',
    'limit:window:1h': '1h — une heure ou plus',
    'limit:window:1d': '1d — un jour ou plus',
    'limit:window:7d': '7d — une semaine ou plus',
    'limit:window:28d': '28d — quatre semaines ou plus',
  },
}
