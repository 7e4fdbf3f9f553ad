"""Words that mean the same: abbreviations, everyday words and those of other languages, each by one English word."""

import re
from typing import Final

_SAME: Final[dict[str, str]] = {
    "vnet": "vnets network networks netz netzwerk netzwerke vnetz vpc",
    "peering": "peerings peered peer peers gepeert gepeerten gepeerte gepeertes gepeertem vnetpeering emparejamiento"
    " emparejamientos emparejada emparejadas emparejado emparejar emparejarlas emparelhamento"
    " emparelhamentos emparelhar"
    " emparelhada emparelhadas appairage appairages appaire appaires appairer peerer peeren peerings",
    "not": "cant cannot couldnt unable wont doesnt isnt dont didnt arent wasnt nicht kein keine keinen nao pas ne",
    "reach": "reaches ping pings talk talks communicate communicates connect connects reachable rdp"
    " ssh telnet erreicht erreichen"
    " alcanza alcanca llega llego chega accede comunican communiquent joint joindre erreichbar"
    " accesible accessible acessivel",
    "unreachable": "inaccessible inaccesible inacessivel unerreichbar",
    "subscription": "subscriptions sub subs abonnement abonnements abo suscripcion suscripciones"
    " assinatura assinaturas",
    "tenant": "tenants directory directories aad entra mandant mandanten inquilino inquilinos locatario locataire",
    "onpremises": "onprem onpremise datacenter datacentre office headquarters hq buro oficina bureau escritorio",
    "gateway": "gw gateways vgw passerelle passerelles",
    "nva": "azfw appliance firewall fortigate pfsense opnsense checkpoint",
    "fails": "failed fail failing fehler schlagt falla falha echoue broken",
    "denied": "refused rejected forbidden refuse verweigert abgelehnt denegado negado recusado disallowed",
    "region": "regions location locations regionen regiones regioes",
    "price": "pricing cost costs charged billed bill fee kostet kosten cuesta coute custa precio prix"
    " preco tarif charge",
    "permission": "permissions rights right role roles rbac berechtigung berechtigungen rechte rolle"
    " permiso permisos rol droits"
    " autorisation autorisations permissao permissoes funcao autorizacion autorizacao",
    "setup": "configure create establish configuring configuration creating einrichten erstellen"
    " anlegen crear creo configurar"
    " creer configurer criar konfigurieren mettre",
    "how": "wie como comment steps procedure guide instructions walk",
    "which": "welche welcher cual cuales que quel quelle quais qual what",
    "many": "viele cuantos cuantas combien quantos quantas",
    "move": "moving moved moves verschieben mover deplacer transfer migrate migrating relocate",
    "delete": "remove deleting removing deleted removed deletion loschen eliminar elimino borrar"
    " supprimer excluir apagar decommission",
    "change": "changing changed modify modifying edit resize extend expand andern geandert erweitern"
    " cambiar ampliar modifier"
    " etendre changer alterar mudar update updating",
    "addressspace": "cidr prefix prefixes adressraum adressraume adressbereich iprange",
    "overlap": "overlaps overlapping overlapped uberlappen uberschneiden uberlappung superponen"
    " solapan superpone chevauchent"
    " chevauchement sobrepoem sobreposicao intersect collide duplicate identical",
    "lock": "locks locked sperre gesperrt ressourcensperre bloqueo bloqueado verrou verrouille bloqueio",
    "policy": "policies richtlinie directiva politica strategie",
    "name": "names nombre nom nome hostname hostnames fqdn fqdns",
    "resolve": "resolves resolving resolution lookup nslookup aufgelost lost namensauflosung resuelve"
    " resuelven resout resolvem",
    "limit": "limits maximum max quota grenze limite limites maximale",
    "status": "state states statuses estado estados etat etats zustand",
    "mean": "means meaning meanings explain bedeutet significan significa signifient significam",
    "difference": "unterschied diferencia diferenca versus vs",
    "disconnected": "getrennt desconectado deconnecte desconectada",
    "connected": "verbunden conectado connecte conectada",
    "initiated": "initiiert iniciado initie",
    "sync": "synced synchronize synchronized synchronisiert synchron sincronizado synchronise sincronia syncing resync",
    "already": "bereits ya deja schon existing",
    "another": "other different anderes anderen andere otro otra otros autre outro outra second",
    "both": "beide beiden ambos ambas",
    "same": "gleiche gleichen selben denselben mismo misma meme mesmo mesma",
    "message": "messages fehlermeldung mensaje mensagem",
    "found": "gefunden encuentra encontrada encontrado introuvable encontrou",
    "traffic": "verkehr trafico trafic packets packet pakete",
    "route": "routes udr udrs routetable ruta rutas rota rotas",
    "private endpoint": "pe privatelink",
    "transitive": "transitiv transitivo transitif transit",
    "loadbalancer": "ilb lb balanceador balancer",
    "registered": "registriert registrada inscrit registration register",
    "subnet": "subnets subnetz subnetze subred subredes sousreseau sousreseaux subrede",
    "webapp": "webapps website functionapp appservice",
    "argument": "arguments argumentos option options opcion opcao parameter parameters befehl comando",
    "valid": "invalid ungultig valido valide invalido",
    "token": "zugriffstoken jeton credentials",
    "issuer": "aussteller emisor emetteur emissor",
    "login": "signed logged angemeldet anmelden sesion logado connecter",
}
_WORDS: Final = {word: meant for meant, words in _SAME.items() for word in words.split()}

_PHRASES: Final[tuple[tuple[str, str], ...]] = (
    ("on-prem", "onprem"),
    ("on prem", "onprem"),
    ("data center", "datacenter"),
    ("data centre", "datacenter"),
    ("web app", "webapp"),
    ("web-app", "webapp"),
    ("app service", "appservice"),
    ("function app", "functionapp"),
    ("virtual network", "vnet"),
    ("azure ad ", "entra "),
    ("address space", "addressspace"),
    ("address range", "addressspace"),
    ("ip range", "addressspace"),
    ("load balancer", "loadbalancer"),
    ("red virtual", "vnet"),
    ("redes virtuales", "vnets"),
    ("rede virtual", "vnet"),
    ("redes virtuais", "vnets"),
    ("reseau virtuel", "vnet"),
    ("reseaux virtuels", "vnets"),
    ("espacio de direcciones", "addressspace"),
    ("espacios de direcciones", "addressspace"),
    ("rango de direcciones", "addressspace"),
    ("espaco de endereco", "addressspace"),
    ("espacos de endereco", "addressspace"),
    ("faixa de enderecos", "addressspace"),
    ("plages d'adresses", "addressspace"),
    ("plage d'adresses", "addressspace"),
    ("espace d'adressage", "addressspace"),
    ("puerta de enlace", "gateway"),
    ("puertas de enlace", "gateway"),
    ("red local", "onpremises"),
    ("rede local", "onpremises"),
    ("sur site", "onpremises"),
    ("point de terminaison prive", "private endpoint"),
    ("punto de conexion privado", "private endpoint"),
    ("ponto de extremidade privado", "private endpoint"),
    ("privater endpunkt", "private endpoint"),
)

_JAPANESE: Final = (
    "プライベートエンドポイント=private endpoint; サービスプリンシパル=service principal; "
    "サブスクリプション=subscription; ハブアンドスポーク=hub and spoke; 仮想ネットワーク=vnet; "
    "ゲートウェイ転送=gateway transit; ファイアウォール=firewall; ロードバランサー=loadbalancer; "
    "アクセストークン=access token; リソースグループ=resource group; 見つかりません=not found; "
    "フロントエンド=front end; ワークスペース=workspace; アドレス空間=addressspace; "
    "アドレス範囲=addressspace; ゲートウェイ=gateway; 到達できない=not reach; 見つからない=not found; "
    "オンプレミス=onpremises; リンクされた=linked; 表示されない=not shown; クライアント=client; "
    "ピアリング=peering; 仮想マシン=vm; リージョン=region; できません=not; メッセージ=message; "
    "サブネット=subnet; グローバル=global; マネージド=managed; サインイン=login; パブリック=public; "
    "テナント=tenant; アドレス=address; リモート=remote; スポーク=spoke; 接続済み=connected; "
    "届かない=not reach; できない=not; ポリシー=policy; 名前解決=name resolve dns; "
    "ホスト名=hostname; 開始済み=initiated; ポータル=portal; オンプレ=onprem; アクセス=access; "
    "ロール=role; ロック=lock; エラー=error; 推移的=transitive; 更新中=updating; "
    "進行中=in progress; 発行者=issuer; いくつ=how many; ルート=route; ピア=peer; "
    "権限=permission; 削除=delete; 移動=move; 追加=add; 作成=setup; 変更=change; 重複=overlap; "
    "ハブ=hub; 通信=reach; 接続=connect; 到達=reach; 切断=disconnected; 拒否=denied; "
    "名前=name; 料金=price; 上限=limit; 状態=status; 意味=mean; 違い=difference; 別の=another; "
    "同じ=same; 既に=already; 引数=argument; 認識=recognized; 登録=registered; 機能=feature; "
    "同期=sync; 方法=how; 手順=how; 設定=configure; 構成=configure; 更新=update; "
    "操作=operation; 認可=authorized; 許可=allowed; 文字=characters; 無効=disabled; "
    "必要=needed; 参照=references; 経由=through; 独自=own; 両方=both; 同意=consent; "
    "解決=resolve; 一部=some; 別=another; "
)
_EASTERN: Final = tuple(
    sorted(
        (tuple(pair.split("=")) for pair in _JAPANESE.strip("; ").split("; ")),
        key=lambda pair: len(pair[0]),
        reverse=True,
    )
)

_TRADE: Final = re.compile(
    r"(?<!\S)(?:"
    r"addressspace|aks|app|arm|avnm|az|azure|azurerm|bgp|bicep|blob|cli|databricks|disconnected|dns|endpoint"
    r"|expressroute|feature|forwarded|function|gateway|global|hub|hubs|ilb|initiated|inter|ip|ipaddress|iprange"
    r"|ips|issuer|kudu|lacks|linked|loadbalancer|lock|login|nic|nsg|nslookup|nva|onprem|onpremises|overlap|p0s"
    r"|peering|policy|prefixes|principal|private|provisioned|region|remote|resolve|resource|route|s0s|scope"
    r"|spoke|spokes|ssn|state|status|subnet|subscription|succeeded|sync|tenant|terraform|token|traffic"
    r"|transitive|udr|vm|vms|vnet|vpn|vwan|webapp"
    r")(?!\S)|peer|vnet|gateway|init\w{0,3}ated|appairage|netzwerk|sottoscrizion|indirizz|rete\b|reti\b|sieci|sieć|adres"
    r"|对等|网关|虚拟|地址|跨区域|spoke|full mesh|connected|loadbal|linked"
)
"""Words, or what they mean, that somebody with our kind of problem uses at least one of."""

_REGION: Final = re.compile(
    r"\b(?:(?:north|south|west|east|central)?\s?(?:europe|us2?|usa|india|asia|africa|australia|uk|japan|korea|brazil|canada"
    r"|france|germany|sweden|norway|switzerland|uae|italy|poland|spain|qatar|israel|mexico|singapore)"
    r"(?:\s?(?:north|south|west|east|central|southeast))?[23]?|uksouth|ukwest|weu|neu|eus2?|wus[23]?|frankfurt|dublin|amsterdam"
    r"|sydney|tokyo|virginia)\b"
)


def meaning(word: str) -> str:
    """Give the one word that stands for a word and all that mean the same."""
    return _WORDS.get(word, word)


def in_english(text: str) -> str:
    """Give a text in lower case with set phrases, and Japanese words, replaced by the English ones."""
    for phrase, meant in _PHRASES:
        if phrase in text:
            text = text.replace(phrase, meant)
    if not text.isascii():
        for phrase, meant in _EASTERN:
            if phrase in text:
                text = text.replace(phrase, f" {meant} ")
    return text


def regions(text: str) -> int:
    """Give how many different Azure regions a text in lower case names, 0, 1 or 2 for more."""
    return min(len({found.replace(" ", "") for found in _REGION.findall(text)}), 2)


def of_the_trade(words: list[str]) -> bool:
    """Tell whether a text, by the meanings of its words, has any word of networks in Azure."""
    return _TRADE.search(" ".join(words)) is not None
