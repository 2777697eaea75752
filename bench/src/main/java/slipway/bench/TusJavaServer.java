package slipway.bench;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import me.desair.tus.server.TusFileUploadService;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Run by peers.js: Maven's tus-java-server on its disk storage, in a plain Jetty. */
final class TusJavaServer extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient TusFileUploadService uploads;

  private TusJavaServer(String folder) {
    uploads = new TusFileUploadService().withStoragePath(folder).withUploadUri("/files");
  }

  /** Arguments: port and folder. */
  public static void main(String[] words) throws Exception {
    var server =
        new Server(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0])));
    var context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new TusJavaServer(words[1])), "/*");
    server.setHandler(context);
    server.start();
    server.join();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    uploads.process(request, response);
  }
}
