import { counting } from '../count.ts'
import type { errors as english } from '../en/errors.ts'

const count = counting('fr')

/** What is said where something went wrong, in French. */
export const errors: typeof english = {
  unreachable: 'FlowAuth ne répond pas. Vérifiez votre connexion et réessayez.',
  unknown: 'Une erreur s’est produite.',
  byCode: {
    too_many_attempts: 'Il y a eu trop de tentatives. Réessayez dans quelque temps.',
    description_unreachable: 'Le document ne peut pas être lu.',
    role_expired: 'La date limite d’un des rôles est passée.',
    request_malformed: 'La demande n’a pas pu être comprise.',
    request_invalid: 'Une des valeurs saisies n’est pas permise ici.',
    body_too_large: 'Ce fichier ou ce texte est trop volumineux.',
    address_unknown: 'Il n’y a rien à cette adresse.',
    cross_site: 'Cette demande ne vient pas des pages de FlowAuth. Rechargez la page.',
    session_ended: 'Votre session est terminée. Reconnectez-vous.',
    not_signed_in: 'Votre session est terminée. Reconnectez-vous.',
    session_unknown: 'Cette session est déjà fermée.',
    credentials_wrong: 'Le nom d’utilisateur ou le mot de passe est incorrect.',
    password_wrong: 'Ce n’est pas votre mot de passe.',
    password_change_needed: 'Changez d’abord votre mot de passe.',
    second_factor_needed: 'Votre second facteur est également demandé.',
    second_factor_setup_needed: 'Configurez d’abord un second facteur.',
    second_factor_missing: 'Ce compte n’a pas de second facteur.',
    code_wrong: 'Ce code est incorrect ou a déjà servi. Attendez le suivant.',
    passkey_wrong:
      'Cette clé d’accès ne peut pas être utilisée ici. Réessayez, ou utilisez un autre second facteur.',
    key_unknown: 'Cette clé n’existe pas.',
    key_signs: 'Des jetons sont signés avec cette clé : une autre doit d’abord la remplacer.',
    keys_given:
      'La clé est fournie par le déploiement (PRIVATE_JWT_SIGNING_KEY ou JWT_SECRET_KEY) : elle se change là.',
    passkey_unknown: 'Cette clé d’accès n’existe plus.',
    setup_ended: 'Cela a pris trop de temps. Fermez et recommencez.',
    second_factor_required: 'Votre compte exige un second facteur.',
    own_second_factor: 'Changez votre propre second facteur sur la page « Mon compte ».',
    password_weak:
      'Ce mot de passe est trop facile à deviner. Allongez-le, ou choisissez des mots plus rares.',
    password_unchanged: 'Choisissez un autre mot de passe que l’actuel.',
    reauthentication_needed: 'Cette action exige votre mot de passe. Réessayez.',
    admins_only: 'Cette action est réservée aux administrateurs.',
    provider_name_taken: 'Un fournisseur d’identité porte déjà ce nom.',
    provider_issuer_fixed:
      'Des personnes se connectent par ce fournisseur : son adresse ne peut plus changer. Ajoutez plutôt un autre fournisseur.',
    provider_refused: 'Le fournisseur d’identité n’a pas permis la connexion.',
    provider_failed: 'La réponse du fournisseur d’identité n’est pas digne de confiance. Réessayez.',
    provider_answer_unexpected:
      'La connexion a pris trop de temps, ou a commencé dans un autre navigateur. Réessayez.',
    provider_unreachable: 'Le fournisseur d’identité ne répond pas. Réessayez plus tard.',
    provider_unknown: 'Ce fournisseur d’identité a été supprimé.',
    identity_unknown:
      'Aucun compte ne vous correspond ici. Connectez-vous avec votre mot de passe et associez ce compte, ou adressez-vous à un administrateur.',
    identity_taken: 'Ce compte du fournisseur appartient ici à un autre utilisateur.',
    identity_missing: 'Cet utilisateur ne peut se connecter que par un mot de passe.',
    account_not_created:
      'Aucun compte n’a pu être créé pour vous : le nom que donne le fournisseur est déjà pris, ou ne peut pas être utilisé ici. Adressez-vous à un administrateur.',
    last_way_in:
      'Vous ne pourriez plus vous connecter. Associez d’abord un autre compte, ou demandez un mot de passe.',
    user_unknown: 'Cet utilisateur n’existe pas.',
    username_taken: 'Un utilisateur porte déjà ce nom.',
    own_password: 'Changez votre propre mot de passe sur la page « Mon compte ».',
    last_admin: 'C’est le dernier administrateur qui puisse se connecter. Nommez-en d’abord un autre.',
    description_unusable: 'Ce document ne décrit pas un serveur FlowAPI.',
    server_unknown: 'Ce serveur n’existe pas, ou vous n’y avez aucun rôle.',
    server_name_taken: 'Ce serveur est déjà enregistré. Ouvrez-le pour relire ses portées.',
    server_mismatch: 'Ce document est celui d’un autre serveur.',
    role_unknown: 'Ce rôle n’existe plus.',
    role_name_taken: 'Ce serveur a déjà un rôle de ce nom.',
    scope_unknown: 'Le serveur n’a plus l’une de ces portées. Rechargez la page.',
    scope_not_in_role: 'Le rôle n’a plus l’une de ces portées. Rechargez la page.',
    member_unknown: 'L’un des membres n’existe plus. Rechargez la page.',
    token_unknown: 'Ce jeton n’existe pas.',
    role_not_held: 'Vous n’avez plus l’un de ces rôles. Ceux que vous avez sont affichés.',
    server_expired: 'La date limite de ce serveur est passée. Un administrateur peut la repousser.',
    device_code_unknown:
      'Aucune commande n’attend, ou n’attend plus, avec ce code. Comparez-le à celui qui est affiché, ou relancez la commande.',
    client_unknown: 'Cette ligne de commande a déjà été retirée.',
    not_ready: 'La base de données de FlowAuth ne répond pas. Réessayez plus tard.',
    internal:
      'Une erreur s’est produite dans FlowAuth. Un administrateur en trouvera le détail dans le journal technique.',
  },
  reasons: {
    name_unknown: 'le nom du serveur est inconnu',
    nothing_listens: 'rien n’écoute à cette adresse',
    connection_failed: 'la connexion a échoué',
    took_too_long: 'la réponse a trop tardé',
    status: 'la réponse a un autre état que 200',
    too_large: 'le document est trop volumineux',
    address_forbidden: 'rien ne peut être lu à cette adresse',
    password_in_address: 'l’adresse ne doit contenir aucun mot de passe',
    https_needed: 'son adresse doit commencer par https://',
    not_a_provider: 'ce n’est pas un fournisseur OpenID Connect',
  },
  fields: {
    missing: 'Remplissez ce champ.',
    address: 'Saisissez une adresse complète, par exemple https://flowapi.example.org/.',
    incomplete: 'Saisissez la date et l’heure en entier.',
    wrong: 'Cette valeur ne peut pas être utilisée ici.',
  },
  passkeyGivenUp:
    'Le navigateur n’a fourni aucune clé d’accès. Réessayez, ou utilisez un autre second facteur.',
  tooManyAttempts: (seconds: number) =>
    `Il y a eu trop de tentatives. Réessayez dans ${count(seconds, 'seconde', 'secondes')}.`,
  unreachableDocument: (reason: string) => `Le document ne peut pas être lu : ${reason}.`,
  unreachableProvider: (reason: string) => `Le fournisseur ne répond pas comme tel : ${reason}.`,
  roleExpired: (role: string) => `La date limite du rôle ${role} est passée.`,
  rolesMissing: (roles: string) => `Vous n’avez plus ce dont ce jeton était fait : ${roles}.`,
}
