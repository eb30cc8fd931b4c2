// Command templates resolves RHACM's templates with Go's own engine and Sprig. It reads JSON requests from standard input
// until that ends, works on them side by side, and writes a JSON answer with the number of each; objects that a template
// looks up are read anew for each request from the API server that it names.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

type job struct {
	Text    string         `json:"text"`
	Context map[string]any `json:"context"`
}

type request struct {
	ID    int    `json:"id"`
	URL   string `json:"url"`
	CA    string `json:"ca"`
	Token string `json:"token"`
	// Hub templates have other delimiters, and "" is this namespace.
	Hub       bool   `json:"hub"`
	Namespace string `json:"namespace"`
	Jobs      []job  `json:"jobs"`
}

type result struct {
	Text  string `json:"text"`
	Error string `json:"error,omitempty"`
}

type cluster struct {
	request
	client *http.Client
	seen   map[string]map[string]any
	types  map[string]string
}

type answer struct {
	ID      int      `json:"id"`
	Results []result `json:"results"`
}

func main() {
	requests := json.NewDecoder(os.Stdin)
	clients := map[string]*http.Client{}
	answers := make(chan answer)
	go func() {
		var working sync.WaitGroup
		for {
			var asked request
			if err := requests.Decode(&asked); err == io.EOF {
				break
			} else if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			if clients[asked.CA] == nil {
				clients[asked.CA] = trusting(asked.CA)
			}
			client := clients[asked.CA]
			working.Go(func() { answers <- answer{asked.ID, resolveAll(asked, client)} })
		}
		working.Wait()
		close(answers)
	}()
	out := json.NewEncoder(os.Stdout)
	for each := range answers {
		if err := out.Encode(each); err != nil {
			os.Exit(1)
		}
	}
}

func trusting(ca string) *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(ca))
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}}
}

func resolveAll(asked request, client *http.Client) []result {
	here := &cluster{asked, client, map[string]map[string]any{}, map[string]string{}}
	results := make([]result, len(asked.Jobs))
	for i, each := range asked.Jobs {
		text, err := here.resolve(each)
		results[i] = result{Text: text}
		if err != nil {
			results[i].Error = err.Error()
		}
	}
	return results
}

// What stands alone between quotes of a YAML scalar loses them, so that the result is typed (policy-api 6.1).
var typed = regexp.MustCompile(`'(\{\{(?:hub)?[^']*(?:''[^']*)*(?:toInt|toBool|toLiteral|copySecretData|copyConfigMapData)[^']*(?:''[^']*)*\}\})'`)

func (c *cluster) resolve(each job) (string, error) {
	left, right := "{{", "}}"
	if c.Hub {
		left, right = "{{hub", "hub}}"
	}
	text := typed.ReplaceAllStringFunc(each.Text, func(found string) string {
		return strings.ReplaceAll(found[1:len(found)-1], "''", "'")
	})
	parsed, err := template.New("").Delims(left, right).Funcs(sprig.FuncMap()).Funcs(c.functions()).Option("missingkey=error").Parse(text)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, each.Context); err != nil {
		return "", err
	}
	return out.String(), nil
}

func (c *cluster) functions() template.FuncMap {
	return template.FuncMap{
		"fromConfigMap":     func(ns, name, key string) (string, error) { return c.datum("ConfigMap", ns, name, key) },
		"fromSecret":        func(ns, name, key string) (string, error) { return c.datum("Secret", ns, name, key) },
		"copyConfigMapData": func(ns, name string) (string, error) { return c.data("ConfigMap", ns, name) },
		"copySecretData":    func(ns, name string) (string, error) { return c.data("Secret", ns, name) },
		"lookup":            c.lookup,
		"base64enc":         func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) },
		"base64dec":         decode,
		"toInt":             func(value any) string { return fmt.Sprint(value) },
		"toBool":            func(value any) string { return fmt.Sprint(value) },
		"toLiteral":         literal,
		"env":               denied,
		"expandenv":         denied,
	}
}

func denied(string) (string, error) { return "", fmt.Errorf("the function is not allowed") }

func decode(text string) (string, error) {
	plain, err := base64.StdEncoding.DecodeString(text)
	return string(plain), err
}

func literal(text string) (string, error) {
	if strings.Contains(text, "\n") {
		return "", fmt.Errorf("the input to toLiteral has a newline")
	}
	return text, nil
}

func (c *cluster) datum(kind, namespace, name, key string) (string, error) {
	object, err := c.must(kind, namespace, name)
	if err != nil {
		return "", err
	}
	data, _ := object["data"].(map[string]any)
	value, _ := data[key].(string)
	return value, nil
}

func (c *cluster) data(kind, namespace, name string) (string, error) {
	object, err := c.must(kind, namespace, name)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(object["data"])
	return string(text), err
}

func (c *cluster) must(kind, namespace, name string) (map[string]any, error) {
	object, err := c.lookup("v1", kind, namespace, name)
	if err == nil && len(object) == 0 {
		err = fmt.Errorf("failed to get the %s %s from %s: not found", strings.ToLower(kind), name, namespace)
	}
	return object, err
}

// An object that is not there is empty; a kind that is not served is an error.
func (c *cluster) lookup(version, kind, namespace, name string) (map[string]any, error) {
	if c.Hub && namespace == "" && kind != "ManagedCluster" {
		namespace = c.Namespace
	}
	id := strings.Join([]string{version, kind, namespace, name}, " ")
	if found, ok := c.seen[id]; ok {
		return found, nil
	}
	root := "/apis/" + version
	if !strings.Contains(version, "/") {
		root = "/api/" + version
	}
	plural, err := c.plural(root, kind)
	if err != nil {
		return nil, err
	}
	path := root + "/" + plural + "/" + name
	if namespace != "" {
		path = root + "/namespaces/" + namespace + "/" + plural + "/" + name
	}
	object, status, err := c.get(path)
	if err != nil {
		return nil, err
	}
	if status == http.StatusNotFound {
		object = map[string]any{}
	} else if status != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %d", path, status)
	}
	c.seen[id] = object
	return object, nil
}

func (c *cluster) plural(root, kind string) (string, error) {
	if found, ok := c.types[root+kind]; ok {
		return found, nil
	}
	list, _, err := c.get(root)
	if err != nil {
		return "", err
	}
	resources, _ := list["resources"].([]any)
	for _, each := range resources {
		resource, _ := each.(map[string]any)
		name, _ := resource["name"].(string)
		if resource["kind"] == kind && !strings.Contains(name, "/") {
			c.types[root+kind] = name
			return name, nil
		}
	}
	return "", fmt.Errorf("the kind %s is not served below %s", kind, root)
}

func (c *cluster) get(path string) (map[string]any, int, error) {
	sent, err := http.NewRequest(http.MethodGet, c.URL+path, nil)
	if err != nil {
		return nil, 0, err
	}
	sent.Header.Set("Authorization", "Bearer "+c.Token)
	answer, err := c.client.Do(sent)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, 0, err
	}
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, answer.StatusCode, fmt.Errorf("GET %s: %s", path, body)
	}
	return object, answer.StatusCode, nil
}
